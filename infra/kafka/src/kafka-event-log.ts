import { randomUUID } from "node:crypto";
import { brokerTopics } from "@interlude/contracts";
import type { Kafka } from "kafkajs";
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
  type LayoutDifference,
  type TopicLayout,
  type OffsetRange,
} from "@interlude/stage";
import { atMost } from "./at-most.js";
import { boundedRead } from "./bounded-read.js";
import { ClientSockets } from "./client-sockets.js";
import { KafkaAppender } from "./kafka-appender.js";
import { createKafkaClient, type KafkaClientOptions, type KafkaConnection } from "./kafka-client.js";
import { asEventLogError } from "./kafka-errors.js";
import { KafkaLayouts } from "./kafka-layouts.js";
import { KafkaSubscription, type KafkaSubscriptionOptions } from "./kafka-subscription.js";
import { KafkaTopics } from "./kafka-topics.js";
import { readingGroups } from "./reading-groups.js";
import { TransactionalAppender } from "./transactional-appender.js";
import { TopicNames, type NamedTopic } from "./topic-names.js";

interface KafkaEventLogOptions extends KafkaClientOptions {
  readonly connection: KafkaConnection;
  /** Prefix of topics and groups, so that several systems can share a broker; may be empty. */
  readonly namespace: string;
  /** Topics that exist; the catalogue unless a test has its own. */
  readonly topicDefinitions?: readonly NamedTopic[];
  /** How long a read waits for partitions that come no further; shorter in tests only. */
  readonly readPatienceMs?: number;
}

/** Longer than the broker lets a transaction be open, whose records are not given out meanwhile. */
const READ_PATIENCE_MS = 90_000;
/** How long to wait for the deletion of a group; the broker deletes one that is empty by itself, later. */
const CLEAN_UP_MS = 3_000;
/** Longer than a request may take: what is being appended is let finish. */
const CLOSE_MS = 35_000;

/** How far before its end the newest record of a partition is looked for at first, and how fast that grows. */
const NEWEST_OFFSETS = 4n;
const NEWEST_GROWTH = 16n;

type ReadHooks = Pick<KafkaSubscriptionOptions, "onSkipped">;

/** The log on Kafka, through kafkajs; nothing of kafkajs is seen outside this folder. */
class KafkaEventLog implements EventLog {
  readonly #sockets = new ClientSockets();
  readonly #kafka: Kafka;
  readonly #names: TopicNames;
  readonly #topics: KafkaTopics;
  readonly #layouts: KafkaLayouts;
  readonly #appender: KafkaAppender;
  readonly #subscriptions = new Set<KafkaSubscription>();
  readonly #appenders = new Set<Appender>();
  #closed = false;

  constructor(private readonly options: KafkaEventLogOptions) {
    this.#kafka = createKafkaClient({ ...options, sockets: this.#sockets });
    this.#names = new TopicNames(options.topicDefinitions ?? brokerTopics, options.namespace);
    const { replicas } = options.connection;
    this.#topics = new KafkaTopics(this.#kafka, this.#names, replicas);
    this.#layouts = new KafkaLayouts({
      names: this.#names,
      replicas,
      administer: (attempt, work) => this.#topics.administer(attempt, work),
    });
    this.#appender = new KafkaAppender({
      kafka: this.#kafka,
      names: this.#names,
      partitions: (topic) => this.#topics.partitions(topic),
    });
  }

  async append(records: readonly OutgoingRecord[]): Promise<void> {
    this.#refuseWhenClosed();
    if (records.length > 0) await this.#appender.append(records);
  }

  async openAppender(id: string, appended?: PartitionEnds): Promise<Appender> {
    this.#refuseWhenClosed();
    const appender = await TransactionalAppender.open({
      kafka: this.#kafka,
      names: this.#names,
      partitions: (topic) => this.#topics.partitions(topic),
      transactionalId: this.#physicalId(id),
      appended,
      onEnd: (ended) => this.#appenders.delete(ended),
      endOffsets: (topics) => this.endOffsets(topics),
    });
    this.#appenders.add(appender);
    return appender;
  }

  subscribe(options: SubscribeOptions): Promise<Subscription> {
    return this.#start({ ...options, group: this.#physicalId(options.group), commits: true });
  }

  async *read(topics: readonly string[]): AsyncIterable<LogRecord> {
    this.#refuseWhenClosed();
    yield* this.#readRanges(await this.#topics.offsets(topics));
  }

  async newest(topics: readonly string[]): Promise<ReadonlyMap<string, LogRecord>> {
    this.#refuseWhenClosed();
    let unknown = new Map(await this.#topics.offsets(topics));
    const newest = new Map<string, LogRecord>();
    // The last offsets of a partition may be those of transactions' ends, or of records that were undone.
    for (let back = NEWEST_OFFSETS; unknown.size > 0; back *= NEWEST_GROWTH) {
      const ranges = new Map<string, OffsetRange>();
      for (const [name, range] of unknown) {
        const start = range.end - back;
        ranges.set(name, { ...range, earliest: start > range.earliest ? start : range.earliest });
      }
      for await (const record of this.#readRanges(ranges)) newest.set(partitionName(record), record);
      unknown = new Map(
        [...unknown].filter(
          ([name, { earliest }]) => !newest.has(name) && ranges.get(name)!.earliest > earliest,
        ),
      );
    }
    return newest;
  }

  async createTopics(layouts: readonly TopicLayout[]): Promise<void> {
    this.#refuseWhenClosed();
    await this.#topics.create(layouts);
  }

  async deleteTopics(topics: readonly string[]): Promise<void> {
    this.#refuseWhenClosed();
    await this.#topics.delete(topics);
  }

  async compareTopics(layouts: readonly TopicLayout[]): Promise<readonly LayoutDifference[]> {
    this.#refuseWhenClosed();
    return this.#layouts.compare(layouts);
  }

  async updateTopics(layouts: readonly TopicLayout[]): Promise<void> {
    this.#refuseWhenClosed();
    await this.#layouts.update(layouts);
  }

  async growTopic(topic: string, partitions: number): Promise<void> {
    this.#refuseWhenClosed();
    await this.#topics.grow(topic, partitions);
  }

  async readingGroups(topic: string): Promise<readonly string[]> {
    this.#refuseWhenClosed();
    const physical = this.#names.physical(topic);
    return this.#topics.administer(`Looking for readers of ${physical}`, (admin) =>
      readingGroups(admin, physical),
    );
  }

  async partitions(topic: string): Promise<number> {
    this.#refuseWhenClosed();
    return this.#topics.partitions(topic);
  }

  async beginOffsets(topics: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
    this.#refuseWhenClosed();
    const ranges = await this.#topics.offsets(topics);
    return new Map([...ranges].map(([name, range]) => [name, range.earliest]));
  }

  async endOffsets(topics: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
    this.#refuseWhenClosed();
    const ranges = await this.#topics.offsets(topics);
    return new Map([...ranges].map(([name, range]) => [name, range.end]));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    const closing = [this.#appender, ...this.#appenders, this.#topics].map((one) => one.close());
    await atMost(
      CLOSE_MS,
      Promise.all(closing).then(() => undefined),
    );
    this.#sockets.destroy();
  }

  async *#readRanges(ranges: ReadonlyMap<string, OffsetRange>): AsyncGenerator<LogRecord> {
    const group = this.#physicalId(`read-${randomUUID()}`);
    const subscribe = (options: SubscribeOptions & ReadHooks): Promise<KafkaSubscription> =>
      this.#start({ ...options, commits: false });
    try {
      const patienceMs = this.options.readPatienceMs ?? READ_PATIENCE_MS;
      yield* boundedRead({ ranges, group, patienceMs, subscribe });
    } finally {
      const deleted = this.#topics.deleteGroup(group).catch(() => undefined);
      await atMost(CLEAN_UP_MS, deleted);
    }
  }

  async #start(
    options: SubscribeOptions & ReadHooks & { readonly commits: boolean },
  ): Promise<KafkaSubscription> {
    this.#refuseWhenClosed();
    const partitions = new Map<string, number>();
    for (const topic of options.topics) partitions.set(topic, await this.#topics.partitions(topic));
    const subscription = new KafkaSubscription({
      ...options,
      createClient: (sockets) =>
        createKafkaClient({
          ...this.options,
          sockets,
          onOffsetOutOfRange: (topic, partition) => subscription.failAtLostOffset(topic, partition),
        }),
      names: this.#names,
      partitions,
      offsets: (topics) => this.#topics.offsets(topics),
    });
    this.#subscriptions.add(subscription);
    const remove = (): unknown => this.#subscriptions.delete(subscription);
    subscription.ended.then(remove, remove);
    try {
      await subscription.start();
    } catch (error) {
      await subscription.close();
      throw asEventLogError(error, `Subscribing to ${options.topics.join(", ")}`);
    }
    return subscription;
  }

  #physicalId(id: string): string {
    return this.options.namespace === "" ? id : `${this.options.namespace}.${id}`;
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new EventLogError("LOG_CLOSED", "The log has been closed");
  }
}

/** The log on Kafka. Connects when first used; `close` it at the end. */
export function createKafkaEventLog(options: KafkaEventLogOptions): EventLog {
  return new KafkaEventLog(options);
}
