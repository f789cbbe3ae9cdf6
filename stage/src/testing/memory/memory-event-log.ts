import {
  EventLogError,
  partitionName,
  type EventLog,
  type LogRecord,
  type OutgoingRecord,
  type SubscribeOptions,
  type Subscription,
  type TopicLayout,
} from "../../log/event-log.js";
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
  #closed = false;

  async append(records: readonly OutgoingRecord[]): Promise<void> {
    this.#refuseWhenClosed();
    for (const record of records) this.#topic(record.topic).partitionFor(record);
    for (const record of records) this.#topic(record.topic).append(record);
    for (const subscription of this.#subscriptions) subscription.notify();
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

  async partitions(topic: string): Promise<number> {
    this.#refuseWhenClosed();
    return this.#topic(topic).partitions;
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
