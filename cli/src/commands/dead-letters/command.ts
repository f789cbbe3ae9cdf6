import { writeFile } from "node:fs/promises";
import { SERVICES, type ServiceName } from "@interlude/contracts";
import { Argument, type Command, Option } from "commander";
import { CommandError } from "../../command-error.js";
import { type CommonOptions, natural, onNamespace, readingNamespace, withCommonOptions } from "../options.js";
import { describeLetter, describeWhole, readableBytes } from "./describe.js";
import { type LetterStatus, STATUSES, findLetter, listLetters, onLetters } from "./letters.js";
import { olderTopics } from "./older-topics.js";
import { type ReplayResult, requestReplay, waitForReplay } from "./replay.js";

const UNSETTLED: readonly LetterStatus[] = ["open", "requested"];

/** `dead-letters list`, `show`, `replay`. */
export function registerDeadLetters(program: Command): void {
  const deadLetters = program.command("dead-letters").description("input that could not be processed");
  registerList(deadLetters);
  registerShow(deadLetters);
  registerReplay(deadLetters);
}

function registerList(deadLetters: Command): void {
  withCommonOptions(deadLetters.command("list"))
    .description("those that wait, of all services or one")
    .addArgument(new Argument("[service]").choices(SERVICES))
    .addOption(new Option("--status <status>", "those of this status").choices([...STATUSES, "all"]))
    .option("--code <code>", "those with this code")
    .action(
      (
        service: ServiceName | undefined,
        options: CommonOptions & { status?: LetterStatus | "all"; code?: string },
      ) =>
        readingNamespace(options, (namespace, output) =>
          onLetters(namespace, async (database) => {
            const { status, code } = options;
            const statuses = status === undefined ? UNSETTLED : status === "all" ? STATUSES : [status];
            const letters = await listLetters(database, { service, statuses, code });
            output.json(letters);
            for (const letter of letters) output.line(describeLetter(letter));
            for (const topic of await olderTopics(namespace, database)) {
              output.remark(
                `${topic} has dead letters from before they were kept in the store: read them there`,
              );
            }
          }),
        ),
    );
}

function registerShow(deadLetters: Command): void {
  withCommonOptions(deadLetters.command("show <id>"))
    .description("one of them, whole")
    .option("--value-to <file>", "write the bytes of its value to a file")
    .action((id: string, options: CommonOptions & { valueTo?: string }) =>
      readingNamespace(options, (namespace, output) =>
        onLetters(namespace, async (database) => {
          const letter = await findLetter(database, id);
          if (options.valueTo !== undefined) await writeFile(options.valueTo, letter.value ?? "");
          output.json({ ...letter, key: readableBytes(letter.key), value: readableBytes(letter.value) });
          for (const line of describeWhole(letter)) output.line(line);
        }),
      ),
    );
}

interface ReplayOptions extends CommonOptions {
  readonly all?: ServiceName | true;
  readonly code?: string;
  readonly wait: number;
}

function registerReplay(deadLetters: Command): void {
  withCommonOptions(deadLetters.command("replay [ids...]"))
    .description("have their services handle open ones again; exit 1 if any fails again")
    .addOption(new Option("--all [service]", "all, or all of one service").choices(SERVICES))
    .option("--code <code>", "with --all: those with this code")
    .option("--wait <seconds>", "how long to wait for the services; 0 only asks them", natural, 60)
    .action((ids: string[], options: ReplayOptions) => {
      const which = wanted(ids, options);
      return onNamespace(options, (namespace, output) =>
        onLetters(namespace, async (database) => {
          const requested = await requestReplay(database, which);
          output.remark(`${requested.length} requested`);
          const result = await waitForReplay(database, requested, options.wait * 1000);
          output.json({ ...result, ids: requested });
          output.line(
            `${result.replayed} replayed, ${result.openAgain.length} open again, ${result.superseded} superseded`,
          );
          for (const letter of result.openAgain) output.line(describeLetter(letter));
          if (options.wait > 0) checkSettled(result);
        }),
      );
    });
}

function wanted(ids: readonly string[], { all, code }: ReplayOptions): Parameters<typeof requestReplay>[1] {
  if ((ids.length === 0) === (all === undefined) || (code !== undefined && all === undefined)) {
    throw new CommandError("USAGE", "Name dead letters, or say --all [service] [--code <code>]");
  }
  return all === undefined ? ids : { service: all === true ? undefined : all, code };
}

function checkSettled({ openAgain, waiting }: ReplayResult): void {
  if (openAgain.length > 0)
    throw new CommandError("NOT_REPLAYED", `${openAgain.length} dead letters could not be processed again`);
  if (waiting > 0)
    throw new CommandError(
      "NOT_REPLAYED",
      `${waiting} dead letters are requested and wait for their services: do those run? See interlude status`,
    );
}
