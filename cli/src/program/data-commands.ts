import { SERVICES, type ServiceName } from "@interlude/contracts";
import { isValid, reportLines, resultLines } from "@interlude/infra-checks";
import { Argument, type Command, Option } from "commander";
import { CommandError } from "../command-error.js";
import { listDeadLetters, replayDeadLetters, showDeadLetter } from "../commands/dead-letters.js";
import { exportTopic } from "../commands/export.js";
import { validateNamespace } from "../commands/validate.js";
import { verifyNamespace } from "../commands/verify.js";
import { watchCandidates } from "../commands/watch-candidates.js";
import { type ExportName, exportsByName } from "../exports/columns.js";
import { FORMATS, type Format } from "../exports/formats.js";
import { type CommonOptions, count, onNamespace, stopSignal, withCommonOptions } from "./options.js";

/** `export`, `candidates watch`, `verify`, `validate`, `dead-letters`. */
export function registerDataCommands(program: Command): void {
  withCommonOptions(program.command("export"))
    .description("write what subscribers would have now")
    .addArgument(new Argument("<what>").choices(Object.keys(exportsByName)))
    .addOption(new Option("--format <format>", "how").choices(FORMATS).default("tsv"))
    .requiredOption("--out <file>", "where; - is standard output")
    .action((name: ExportName, options: CommonOptions & { format: Format; out: string }) =>
      onNamespace(options, async (namespace, output) => {
        const records = await exportTopic(namespace, { name, format: options.format, out: options.out });
        output.json({ name, out: options.out, records });
        if (options.out !== "-") output.line(`${records} ${name} in ${options.out}`);
      }),
    );

  withCommonOptions(program.command("candidates").description("candidate collaborations").command("watch"))
    .description("subscribe, and print candidates as they appear, change and are withdrawn")
    .option("--from-beginning", "begin with those that stand now")
    .action((options: CommonOptions & { fromBeginning?: boolean }) => {
      const stop = stopSignal();
      return onNamespace(options, (namespace, output) =>
        watchCandidates(namespace, { output, fromBeginning: options.fromBeginning === true, stop }),
      );
    });

  withCommonOptions(program.command("verify"))
    .description("recompute everything from the relational tables and compare; exit 1 on any difference")
    .action((options: CommonOptions) =>
      onNamespace(options, async (namespace, output) => {
        const results = await verifyNamespace(namespace);
        output.json(results);
        for (const line of resultLines(results)) output.line(line);
        if (results.some(({ differences }) => differences > 0)) {
          throw new CommandError("DIFFERS", "The streamed state is not what a recomputation gives");
        }
      }),
    );

  withCommonOptions(program.command("validate"))
    .description("check that the stored data are as they must be; exit 1 on a broken rule, not on a warning")
    .option("--statement-timeout <seconds>", "how long one rule may take", count, 600)
    .action((options: CommonOptions & { statementTimeout: number }) =>
      onNamespace(options, async (namespace, output) => {
        const report = await validateNamespace(namespace, {
          statementTimeoutMs: options.statementTimeout * 1000,
        });
        output.json(report);
        for (const line of reportLines(report)) output.line(line);
        if (!isValid(report)) throw new CommandError("INVALID", "The stored data break a rule");
      }),
    );

  registerDeadLetterCommands(
    program.command("dead-letters").description("input that could not be processed"),
  );
}

function registerDeadLetterCommands(deadLetters: Command): void {
  withCommonOptions(deadLetters.command("list"))
    .description("all of them, or one service's")
    .addArgument(new Argument("[service]").choices(SERVICES))
    .action((service: ServiceName | undefined, options: CommonOptions) =>
      onNamespace(options, async (namespace, output) => {
        const found = await listDeadLetters(namespace, service);
        output.json(
          found.map(({ id, deadLetter }) => ({ id, code: deadLetter.code, reason: deadLetter.reason })),
        );
        for (const { id, deadLetter } of found)
          output.line(`${id}  ${deadLetter.code}  ${deadLetter.reason}`);
      }),
    );

  withCommonOptions(deadLetters.command("show <id>"))
    .description("one of them, whole")
    .action((id: string, options: CommonOptions) =>
      onNamespace(options, async (namespace, output) => {
        const { deadLetter } = await showDeadLetter(namespace, id);
        const readable = {
          ...deadLetter,
          key: deadLetter.key?.toString("utf8"),
          value: deadLetter.value?.toString("base64"),
        };
        output.json({ id, ...readable });
        output.line(JSON.stringify(readable, null, 2));
      }),
    );

  withCommonOptions(deadLetters.command("replay [ids...]"))
    .description("send them to the topics they came from again; all of them if none is named")
    .action((ids: string[], options: CommonOptions) =>
      onNamespace(options, async (namespace, output) => {
        const replayed = await replayDeadLetters(namespace, ids);
        output.json({ replayed });
        output.line(`${replayed} sent again`);
      }),
    );
}
