import type { Topic } from "@interlude/contracts";
import { type Codec, type EventLog, partitionName } from "@interlude/stage";
import { observe } from "./observed-record.js";
import { PartitionOrder, type PartitionReport } from "./partition-order.js";

/** What was found in one topic, by partition. */
export interface TopicReport {
  readonly topic: string;
  /** A partition without records is left out. */
  readonly partitions: ReadonlyMap<number, PartitionReport>;
}

interface CheckOrderOptions {
  readonly log: Pick<EventLog, "read">;
  readonly codec: Pick<Codec, "decodeMarker">;
  readonly topics: readonly Topic<unknown>[];
  /** The newest epoch that ingestion has begun. */
  readonly newestEpoch: number;
}

/**
 * Reads topics as they are on the broker and checks the order of every partition. Holds some fingerprints a partition,
 * however long it is.
 */
export async function checkOrder(options: CheckOrderOptions): Promise<TopicReport[]> {
  const { log, codec, topics, newestEpoch } = options;
  const byName = new Map(topics.map((topic) => [topic.name, topic]));
  const orders = new Map<string, PartitionOrder>();
  const partitions = new Map<string, Map<number, PartitionOrder>>(
    topics.map(({ name }) => [name, new Map()]),
  );
  for await (const record of log.read(topics.map(({ name }) => name))) {
    const topic = byName.get(record.topic)!;
    let order = orders.get(partitionName(record));
    if (order === undefined) {
      order = new PartitionOrder({ newestEpoch, compacted: topic.cleanup === "compact" });
      orders.set(partitionName(record), order);
      partitions.get(record.topic)!.set(record.partition, order);
    }
    order.take(await observe(record, topic, codec));
  }
  return Array.from(partitions, ([topic, found]) => ({
    topic,
    partitions: new Map(
      [...found].sort(([one], [other]) => one - other).map(([at, order]) => [at, order.report()]),
    ),
  }));
}
