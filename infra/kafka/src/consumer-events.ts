import type { TopicPartition } from "@interlude/stage";
import type { Consumer } from "kafkajs";
import type { TopicNames } from "./topic-names.js";

/** Responses that show that a member of a group is served. */
const SERVED = new Set(["Fetch", "Heartbeat"]);

export interface ConsumerListener {
  /** The group has given partitions to this member. */
  onAssigned(partitions: readonly TopicPartition[]): void;
  /** The consumer has ended by itself. */
  onEnded(error: unknown): void;
  /** The brokers were asked for something, or have responded. */
  onActivity(): void;
  /** A broker did not respond in time. */
  onTimeout(request: string): void;
  /** A broker serves the group's member. */
  onServed(): void;
  /** There are no records up to an offset: control records, or compacted ranges. */
  onSkipped(partition: TopicPartition, nextOffset: bigint): void;
}

/** Tells of a consumer's events in the port's terms. */
export function listenTo(consumer: Consumer, names: TopicNames, listener: ConsumerListener): void {
  const { events, on } = consumer;
  on(events.GROUP_JOIN, ({ payload }) => {
    const partitions = Object.entries(payload.memberAssignment).flatMap(([physical, numbers]) =>
      numbers.map((partition) => ({ topic: names.logical(physical), partition })),
    );
    listener.onActivity();
    listener.onAssigned(partitions);
  });
  on(events.CRASH, ({ payload }) => listener.onEnded(payload.error));
  on(events.FETCH_START, () => listener.onActivity());
  on(events.REQUEST, ({ payload }) => {
    listener.onActivity();
    if (SERVED.has(payload.apiName)) listener.onServed();
  });
  on(events.REQUEST_TIMEOUT, ({ payload }) => {
    listener.onActivity();
    listener.onTimeout(payload.apiName);
  });
  on(events.END_BATCH_PROCESS, ({ payload: { topic, partition, batchSize, lastOffset } }) => {
    if (batchSize > 0) return;
    listener.onSkipped({ topic: names.logical(topic), partition }, BigInt(lastOffset) + 1n);
  });
}
