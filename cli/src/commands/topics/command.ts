import { differenceText } from "@interlude/stage";
import { brokerTopics } from "@interlude/contracts";
import type { Command } from "commander";
import { CommandError } from "../../command-error.js";
import { type CommonOptions, count, onNamespace, readingNamespace, withCommonOptions } from "../options.js";
import { growTopic } from "./grow-topic.js";

/** `topics check`, `grow`. */
export function registerTopics(program: Command): void {
  const topics = program.command("topics").description("layouts of a namespace's topics");
  withCommonOptions(topics.command("check"))
    .description("what differs from the catalogue; exit 1 if anything does")
    .action((options: CommonOptions) =>
      readingNamespace(options, async (namespace, output) => {
        const differences = await namespace.reading((log) => log.compareTopics(brokerTopics));
        output.json(differences);
        for (const difference of differences) output.line(differenceText(difference));
        if (differences.length > 0) throw new CommandError("DIFFERS", advice(differences));
        output.line(`${brokerTopics.length} topics are as the catalogue says`);
      }),
    );

  withCommonOptions(topics.command("grow <topic>"))
    .description("give a topic of changes more partitions, while nothing reads or writes it")
    .requiredOption("--partitions <n>", "how many it is to have", count)
    .action((topic: string, options: CommonOptions & { partitions: number }) =>
      onNamespace(options, async (namespace, output) => {
        await growTopic(namespace, topic, options.partitions);
        output.json({ topic, partitions: options.partitions });
        output.line(`${topic} has ${options.partitions} partitions`);
      }),
    );
}

function advice(differences: readonly { isAlterable: boolean }[]): string {
  return differences.every(({ isAlterable }) => isAlterable)
    ? "Topics are not as the catalogue says; interlude prepare brings them up to date"
    : "Topics are not as the catalogue says, and not all of it can be altered in place; see docs/operations.md";
}
