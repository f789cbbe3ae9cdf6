import {
  EventLogError,
  partitionName,
  type Appender,
  type EventLog,
  type LogRecord,
  type OutgoingRecord,
  type PartitionEnds,
  type SubscribeOptions,
  type Subscription,
  type TopicLayout,
} from "../../log/event-log.js";
import { KnownEnds } from "../../log/known-ends.js";
import type { LayoutDifference } from "../../log/topic-layout.js";
import { compareLayout } from "./compare-layout.js";
import { MemoryAppender } from "./memory-appender.js";
import { MemoryGroup } from "./memory-group.js";
import { MemorySubscription } from "./memory-subscription.js";
import { MemoryTopic } from "./memory-topic.js";

/**
 * The log in memory, for tests: partitions, keys, groups, pauses and asynchronous delivery as Kafka
 * has them. It keeps every record: retention and compaction do not happen.
 */
export class MemoryEventLog implements EventLog {
  readonly #topics = new Map<string, MemoryTopic>();
  readonly #groups = new Map<string, MemoryGroup>();
  readonly #subscriptions = new Set<MemorySubscription>();
  readonly #appenders = new Map<string, MemoryAppender>();
  #closed = false;

  async append(records: readonly OutgoingRecord[]): Promise<void> {
    this.#refuseWhenClosed();
    for (const record of records) this.#topic(record.topic).partitionFor(record);
    for (const record of records) this.#topic(record.topic).append(record);
    for (const subscription of this.#subscriptions) subscription.notify();
  }

  async openAppender(id: string, appended?: PartitionEnds): Promise<Appender> {
    this.#refuseWhenClosed();
    const known = new KnownEnds(appended);
    known.observe(await this.endOffsets(known.topics));
    this.#appenders.get(id)?.fence();
    const appender = new MemoryAppender(id, (records) => this.#appendTogether(records, known));
    this.#appenders.set(id, appender);
    return appender;
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    this.#refuseWhenClosed();
    for (const topic of options.topics) this.#topic(topic);
    const group =
      this.#groups.get(options.group) ?? new MemoryGroup((topic) => this.#topic(topic).partitions);
    this.#groups.set(options.group, group);
    const subscription = new MemorySubscription(options, group, (name) => this.#topic(name));
    this.#subscriptions.add(subscription);
    const remove = (): unknown => this.#subscriptions.delete(subscription);
    subscription.ended.then(remove, remove);
    return subscription;
  }

  async *read(topics: readonly string[]): AsyncIterable<LogRecord> {
    this.#refuseWhenClosed();
    const snapshot = topics.flatMap((name) => {
      const topic = this.#topic(name);
      const partitions = Array.from({ length: topic.partitions }, (_, partition) => partition);
      return partitions.map((partition) => topic.slice(partition, 0n, Number(topic.endOffset(partition))));
    });
    for (const records of snapshot) yield* records;
  }

  async newest(topics: readonly string[]): Promise<ReadonlyMap<string, LogRecord>> {
    const newest = new Map<string, LogRecord>();
    for await (const record of this.read(topics)) newest.set(partitionName(record), record);
    return newest;
  }

  async createTopics(layouts: readonly TopicLayout[]): Promise<void> {
    this.#refuseWhenClosed();
    for (const layout of layouts) {
      if (!this.#topics.has(layout.name)) this.#topics.set(layout.name, new MemoryTopic(layout));
    }
  }

  async deleteTopics(topics: readonly string[]): Promise<void> {
    this.#refuseWhenClosed();
    for (const topic of topics) this.#topics.delete(topic);
  }

  async compareTopics(layouts: readonly TopicLayout[]): Promise<readonly LayoutDifference[]> {
    this.#refuseWhenClosed();
    return layouts.flatMap((layout) => compareLayout(layout, this.#topics.get(layout.name)));
  }

  async updateTopics(layouts: readonly TopicLayout[]): Promise<void> {
    const differences = await this.compareTopics(layouts);
    for (const { name, retentionMs } of layouts) {
      const topic = this.#topics.get(name);
      const isOutdated = differences.some((one) => one.topic === name && one.isAlterable);
      if (topic !== undefined && isOutdated) topic.layout = { ...topic.layout, retentionMs };
    }
  }

  async growTopic(topic: string, partitions: number): Promise<void> {
    this.#refuseWhenClosed();
    this.#topic(topic).grow(partitions);
    for (const group of this.#groups.values()) group.rebalance();
  }

  async readingGroups(topic: string): Promise<readonly string[]> {
    return [...this.#groups].filter(([, group]) => group.reads(topic)).map(([name]) => name);
  }

  async partitions(topic: string): Promise<number> {
    this.#refuseWhenClosed();
    return this.#topic(topic).partitions;
  }

  /** Nothing is deleted here. */
  async beginOffsets(topics: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
    return new Map([...(await this.endOffsets(topics)).keys()].map((name) => [name, 0n]));
  }

  async endOffsets(topics: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
    this.#refuseWhenClosed();
    const offsets = new Map<string, bigint>();
    for (const name of topics) {
      const topic = this.#topic(name);
      for (let partition = 0; partition < topic.partitions; partition++) {
        offsets.set(partitionName({ topic: name, partition }), topic.endOffset(partition));
      }
    }
    return offsets;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
  }

  /** What an appender appends: checked before anything is written, and with an offset of its own at the end. */
  #appendTogether(records: readonly OutgoingRecord[], known: KnownEnds): PartitionEnds {
    this.#refuseWhenClosed();
    const appended = new Map<string, { readonly topic: MemoryTopic; readonly partition: number }>();
    for (const record of records) {
      const topic = this.#topic(record.topic);
      const partition = topic.partitionFor(record);
      appended.set(partitionName({ topic: topic.name, partition }), { topic, partition });
    }
    const ends = (): PartitionEnds =>
      new Map([...appended].map(([name, { topic, partition }]) => [name, topic.endOffset(partition)]));
    known.observe(ends());
    for (const record of records) this.#topic(record.topic).append(record);
    const after = ends();
    known.advance(after);
    for (const { topic, partition } of appended.values()) topic.appendControl(partition);
    for (const subscription of this.#subscriptions) subscription.notify();
    return after;
  }

  #topic(name: string): MemoryTopic {
    const topic = this.#topics.get(name);
    if (topic === undefined) {
      throw new EventLogError("TOPIC_MISSING", `There is no topic ${name}: create the topics first`);
    }
    return topic;
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new EventLogError("LOG_CLOSED", "The log has been closed");
  }
}
