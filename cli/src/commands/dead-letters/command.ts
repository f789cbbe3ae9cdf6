import { SERVICES, type ServiceName } from "@interlude/contracts";
import { Argument, type Command } from "commander";
import { type CommonOptions, onNamespace, withCommonOptions } from "../options.js";
import { listDeadLetters, replayDeadLetters, showDeadLetter } from "./dead-letters.js";

/** `dead-letters list`, `show`, `replay`. */
export function registerDeadLetters(program: Command): void {
  const deadLetters = program.command("dead-letters").description("input that could not be processed");
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
