import type { Admin, ITopicConfig, Kafka } from "kafkajs";
import { EventLogError, partitionName, type TopicLayout, type OffsetRange } from "@interlude/stage";
import { asEventLogError, errorType } from "./kafka-errors.js";
import { retryFor } from "./retry-for.js";
import type { TopicNames } from "./topic-names.js";

const MAX_REPLICAS = 3;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
/** A model with its weights is one record, and larger than the default of one mebibyte. */
const MAX_RECORD_BYTES = 8 * 1024 * 1024;
const LEADER_TIMEOUT_MS = 5_000;
/** How long the brokers may take to create or delete topics. */
const TIMEOUT_MS = 30_000;

/** Metadata of topics, and their creation and deletion, by their logical names. */
export class KafkaTopics {
  #admin: Promise<Admin> | null = null;
  readonly #knownPartitions = new Map<string, number>();

  constructor(
    private readonly kafka: Kafka,
    private readonly names: TopicNames,
  ) {}

  /** Number of partitions; remembered, because ours never change while a process runs. */
  async partitions(topic: string): Promise<number> {
    const known = this.#knownPartitions.get(topic);
    if (known !== undefined) return known;
    const physical = this.names.physical(topic);
    const { topics } = await this.#try(`Looking up topic ${physical}`, (admin) =>
      admin.fetchTopicMetadata({ topics: [physical] }),
    );
    const partitions = topics[0]?.partitions.length ?? 0;
    if (partitions === 0) throw new EventLogError("TOPIC_MISSING", `The broker has no topic ${physical}`);
    this.#knownPartitions.set(topic, partitions);
    return partitions;
  }

  async offsets(topics: readonly string[]): Promise<ReadonlyMap<string, OffsetRange>> {
    const ranges = new Map<string, OffsetRange>();
    const ofTopics = await Promise.all([...new Set(topics)].map((topic) => this.#offsetsOf(topic)));
    for (const range of ofTopics.flat()) ranges.set(partitionName(range), range);
    return ranges;
  }

  /** Creates what is missing, and waits until every partition of it responds. */
  async create(layouts: readonly TopicLayout[]): Promise<void> {
    const missing = await this.#try("Creating topics", async (admin) => {
      const existing = new Set(await admin.listTopics());
      const absent = layouts.filter(({ name }) => !existing.has(this.names.physical(name)));
      if (absent.length === 0) return [];
      const { brokers } = await admin.describeCluster();
      const replicas = Math.min(MAX_REPLICAS, brokers.length);
      const topics = absent.map((layout) =>
        topicConfiguration(layout, this.names.physical(layout.name), replicas),
      );
      await admin.createTopics({ topics, timeout: TIMEOUT_MS, waitForLeaders: false });
      return absent.map(({ name }) => name);
    });
    for (const topic of missing) await retryFor(TIMEOUT_MS, () => this.#offsetsOf(topic));
  }

  /** Deletes what is there, and waits until it is gone. */
  async delete(topics: readonly string[]): Promise<void> {
    const physical = new Set(topics.map((topic) => this.names.physical(topic)));
    for (const topic of topics) this.#knownPartitions.delete(topic);
    await this.#try("Deleting topics", async (admin) => {
      const present = (await admin.listTopics()).filter((topic) => physical.has(topic));
      if (present.length > 0) await admin.deleteTopics({ topics: present, timeout: TIMEOUT_MS });
      await retryFor(TIMEOUT_MS, async () => {
        const left = (await admin.listTopics()).filter((topic) => physical.has(topic));
        if (left.length > 0) throw new EventLogError("LOG_UNREACHABLE", `${left.join(", ")} are still there`);
      });
    });
  }

  /** Deletes a group that has no members. */
  async deleteGroup(group: string): Promise<void> {
    await this.#try(`Deleting group ${group}`, (admin) => admin.deleteGroups([group]));
  }

  async close(): Promise<void> {
    const admin = this.#admin;
    this.#admin = null;
    await admin?.then((connected) => connected.disconnect()).catch(() => undefined);
  }

  async #offsetsOf(topic: string): Promise<OffsetRange[]> {
    await this.partitions(topic);
    const physical = this.names.physical(topic);
    // Brokers learn of a new leader one after the other: for a moment the wrong one may be asked.
    const offsets = await retryFor(LEADER_TIMEOUT_MS, () =>
      this.#try(`Looking up offsets of ${physical}`, (admin) => admin.fetchTopicOffsets(physical)),
    );
    return offsets.map(({ partition, low, high }) => ({
      topic,
      partition,
      earliest: BigInt(low),
      end: BigInt(high),
    }));
  }

  async #try<Result>(attempt: string, work: (admin: Admin) => Promise<Result>): Promise<Result> {
    try {
      this.#admin ??= this.#connect();
      return await work(await this.#admin);
    } catch (error) {
      if (errorType(error) === null) await this.close();
      throw asEventLogError(error, attempt);
    }
  }

  async #connect(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }
}

function topicConfiguration(layout: TopicLayout, topic: string, replicas: number): ITopicConfig {
  const configuration: Record<string, string> = {
    "cleanup.policy": layout.cleanup,
    "retention.ms": String(layout.retentionMs),
    // Time alone decides: a broker's own limit of bytes would delete what a stage has not read yet.
    "retention.bytes": "-1",
    "max.message.bytes": String(MAX_RECORD_BYTES),
    "min.insync.replicas": String(Math.max(1, replicas - 1)),
    // A tombstone must outlive the longest absence that a subscriber is allowed.
    ...(layout.cleanup === "compact" ? { "delete.retention.ms": String(WEEK_MS) } : {}),
    ...(layout.cleanup === "compact" ? { "min.cleanable.dirty.ratio": "0.2" } : {}),
    ...(layout.cleanup === "compact" ? { "segment.bytes": String(64 * 1024 * 1024) } : {}),
  };
  return {
    topic,
    numPartitions: layout.partitions,
    replicationFactor: replicas,
    configEntries: Object.entries(configuration).map(([name, value]) => ({ name, value })),
  };
}
