import {
  EventLogError,
  partitionName,
  type LogRecord,
  type PartitionBatch,
  type Progress,
  type SubscribeOptions,
  type Subscription,
  type TopicPartition,
  type OffsetRange,
} from "@interlude/stage";
import { Channel } from "./channel.js";
import type { KafkaSubscriptionOptions } from "./kafka-subscription.js";

interface BoundedReadOptions {
  /** What to read of each partition, by `partitionName`. */
  readonly ranges: ReadonlyMap<string, OffsetRange>;
  readonly group: string;
  /** How long none of the partitions that are left may come any further. */
  readonly patienceMs: number;
  readonly subscribe: (
    options: SubscribeOptions & Pick<KafkaSubscriptionOptions, "onSkipped">,
  ) => Promise<Subscription>;
}

/**
 * Reads partitions between offsets known beforehand, through a group of its own. The last offsets of a partition can be
 * without a record (control records, compaction): it ends when the consumer says that it is past them, and not before.
 *
 * @throws EventLogError `LOG_UNREACHABLE` naming the partitions that are missing, if they come no further: what was
 *   given out until then is a part
 */
export async function* boundedRead(options: BoundedReadOptions): AsyncGenerator<LogRecord> {
  const { ranges, group, patienceMs } = options;
  const unfinished = new Map([...ranges].filter(([, range]) => range.end > range.earliest));
  if (unfinished.size === 0) return;
  const arrivals = new Channel<readonly LogRecord[]>();
  const giveUp = (): void => arrivals.end(incomplete([...unfinished.keys()], patienceMs));
  let patience: NodeJS.Timeout | undefined;
  const progressed = (): void => {
    clearTimeout(patience);
    patience = setTimeout(giveUp, patienceMs);
  };

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
    group,
    topics: [...new Set([...unfinished.values()].map(({ topic }) => topic))],
    startOffsets: async () => new Map([...ranges].map(([name, range]) => [name, range.earliest])),
    onBatches: async (batches) => {
      // How long the receiver takes is its own affair.
      clearTimeout(patience);
      const progress: Progress[] = [];
      for (const batch of batches) progress.push(await take(batch));
      progressed();
      return progress;
    },
    onSkipped: (partition, nextOffset) => {
      progressed();
      reached(partition, nextOffset);
    },
  });
  subscription.ended.catch((error: unknown) => arrivals.end(error));
  progressed();
  try {
    for await (const records of arrivals.values()) yield* records;
  } finally {
    arrivals.end();
    await subscription.close();
    clearTimeout(patience);
  }
}

function incomplete(missing: readonly string[], patienceMs: number): EventLogError {
  return new EventLogError(
    "LOG_UNREACHABLE",
    `Reading was given up: nothing has come of ${missing.join(", ")} for ${patienceMs / 1000} s, which is not read to ` +
      "the end; are all brokers running? What was read until then is a part",
  );
}
