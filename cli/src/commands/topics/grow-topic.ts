import { type Topic, catalogue } from "@interlude/contracts";
import type { Namespace } from "@interlude/infra-local";
import type { EventLog } from "@interlude/stage";
import { CommandError } from "../../command-error.js";
import { requireIdle } from "./require-idle.js";

/**
 * Gives a topic more partitions. Records of a key go to another partition from then on: its readers and writers must have
 * handled all of the old ones, and begin anew with the new number.
 * @throws CommandError `USAGE` for a topic that cannot grow, `TOPIC_IN_USE` with what is to be stopped or awaited
 */
export async function growTopic(namespace: Namespace, name: string, partitions: number): Promise<void> {
  const topic = growableTopic(name);
  await namespace.reading(async (log) => {
    const present = await log.partitions(name);
    if (partitions <= present) {
      throw new CommandError("USAGE", `${name} has ${present} partitions; a topic can only get more`);
    }
    await requireNoReaders(log, topic);
    await namespace.onDatabase((database) => requireIdle(log, database, topic));
    await log.growTopic(name, partitions);
  });
}

function growableTopic(name: string): Topic<unknown> {
  const topic = catalogue.find((one) => one.name === name);
  if (topic === undefined) throw new CommandError("USAGE", `The catalogue has no topic ${name}`);
  if (topic.cleanup === "compact") {
    throw new CommandError(
      "USAGE",
      `${name} is compacted: the newest value of a key stays in its old partition, and a newer one would come to another. ` +
        `Give it a new version in contracts/src/topics.ts with more partitions, run interlude prepare, and interlude ` +
        `rebuild ${topic.producer}, which publishes everything there`,
    );
  }
  if (topic.isTotallyOrdered === true) {
    throw new CommandError("USAGE", `${name} has one partition because its records are in one order`);
  }
  return topic;
}

async function requireNoReaders(log: EventLog, { name }: Topic<unknown>): Promise<void> {
  const groups = await log.readingGroups(name);
  if (groups.length === 0) return;
  throw new CommandError("TOPIC_IN_USE", `${name} is read by ${groups.join(", ")}: stop them first`);
}
