import {
  partitionName,
  type LogRecord,
  type PartitionBatch,
  type Progress,
  type SubscribeOptions,
  type TopicPartition,
  type OffsetRange,
} from "@interlude/stage";
import type { KafkaSubscription, KafkaSubscriptionOptions } from "./kafka-subscription.js";
import { Channel } from "./channel.js";

/** Idle polls in a row after which what is missing up to the end offsets is taken to be compacted away. */
const IDLE_POLLS = 20;

type Hooks = Pick<KafkaSubscriptionOptions, "onSkipped" | "onIdlePoll">;

interface BoundedReadOptions {
  /** What to read of each partition, by `partitionName`. */
  readonly ranges: ReadonlyMap<string, OffsetRange>;
  readonly group: string;
  readonly subscribe: (options: SubscribeOptions & Hooks) => Promise<KafkaSubscription>;
}

/**
 * Reads partitions between offsets known beforehand, through a group of its own.
 *
 * The last offsets of a partition can be without a record (control records, compaction), so a
 * partition also ends when the consumer skips past its end, or when the broker has nothing more.
 */
export async function* boundedRead(options: BoundedReadOptions): AsyncGenerator<LogRecord> {
  const unfinished = new Map([...options.ranges].filter(([, range]) => range.end > range.earliest));
  if (unfinished.size === 0) return;
  const arrivals = new Channel<readonly LogRecord[]>();
  let idlePolls = 0;

  function reached(partition: TopicPartition, nextOffset: bigint): boolean {
    const name = partitionName(partition);
    const range = unfinished.get(name);
    if (range !== undefined && nextOffset >= range.end) unfinished.delete(name);
    if (unfinished.size === 0) arrivals.end();
    return !unfinished.has(name);
  }

  async function take(batch: PartitionBatch): Promise<Progress> {
    const { topic, partition, records } = batch;
    const range = unfinished.get(partitionName(batch));
    const wanted = range === undefined ? [] : records.filter((record) => record.offset < range.end);
    if (wanted.length > 0) await arrivals.send(wanted);
    const nextOffset = records.at(-1)!.offset + 1n;
    return { topic, partition, nextOffset, pause: reached(batch, nextOffset) };
  }

  const subscription = await options.subscribe({
    group: options.group,
    topics: [...new Set([...unfinished.values()].map(({ topic }) => topic))],
    startOffsets: async () => new Map([...options.ranges].map(([name, range]) => [name, range.earliest])),
    onBatches: async (batches) => {
      idlePolls = 0;
      const progress: Progress[] = [];
      for (const batch of batches) progress.push(await take(batch));
      return progress;
    },
    onSkipped: (partition, nextOffset) => {
      idlePolls = 0;
      reached(partition, nextOffset);
    },
    onIdlePoll: () => {
      if (++idlePolls >= IDLE_POLLS) arrivals.end();
    },
  });
  subscription.ended.catch((error: unknown) => arrivals.end(error));
  try {
    for await (const records of arrivals.values()) yield* records;
  } finally {
    arrivals.end();
    await subscription.close();
  }
}
