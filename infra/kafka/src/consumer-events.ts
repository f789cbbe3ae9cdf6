import type { TopicPartition } from "@interlude/stage";
import type { Consumer } from "kafkajs";
import type { TopicNames } from "./topic-names.js";

/**
 * The broker waits so long for records, and responds at once when there are some. A partition that is
 * resumed outside a batch waits for the end of a poll; polling less costs less while nothing comes.
 */
export const POLL_MS = 250;

interface ConsumerListener {
  /** The group has given partitions to this member. */
  onAssigned(partitions: readonly TopicPartition[]): void;
  /** kafkajs has given up. */
  onCrash(error: unknown): void;
  /** The broker was asked for records, or has responded. */
  onPoll(): void;
  /** The broker had nothing for the whole of a poll. */
  onIdlePoll(): void;
  /** There are no records up to an offset: control records, or compacted ranges. */
  onSkipped(partition: TopicPartition, nextOffset: bigint): void;
}

/** Tells of a consumer's events in the port's terms. */
export function listenTo(consumer: Consumer, names: TopicNames, listener: ConsumerListener): void {
  const { events, on } = consumer;
  let batches = 0;
  on(events.GROUP_JOIN, ({ payload }) => {
    const partitions = Object.entries(payload.memberAssignment).flatMap(([physical, numbers]) =>
      numbers.map((partition) => ({ topic: names.logical(physical), partition })),
    );
    listener.onAssigned(partitions);
  });
  on(events.CRASH, ({ payload }) => {
    if (!payload.restart) listener.onCrash(payload.error);
  });
  on(events.FETCH_START, () => {
    listener.onPoll();
    batches = 0;
  });
  on(events.START_BATCH_PROCESS, () => {
    batches++;
  });
  on(events.FETCH, ({ payload }) => {
    listener.onPoll();
    if (batches === 0 && payload.duration >= POLL_MS) listener.onIdlePoll();
  });
  on(events.END_BATCH_PROCESS, ({ payload: { topic, partition, batchSize, lastOffset } }) => {
    if (batchSize > 0) return;
    listener.onSkipped({ topic: names.logical(topic), partition }, BigInt(lastOffset) + 1n);
  });
}
