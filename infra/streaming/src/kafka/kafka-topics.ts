import type { Admin, ITopicConfig, Kafka } from "kafkajs";
import { EventLogError, partitionName, type TopicLayout, type TopicPartition } from "../event-log.js";
import { asEventLogError, errorType } from "./kafka-errors.js";
import type { TopicNames } from "./topic-names.js";

const MAX_REPLICAS = 3;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
/** A model with its weights is one record, and larger than the default of one mebibyte. */
const MAX_RECORD_BYTES = 8 * 1024 * 1024;
const CREATE_TIMEOUT_MS = 30_000;

export interface OffsetRange extends TopicPartition {
  /** Offset of the oldest record that is kept. */
  readonly earliest: bigint;
  /** Offset after the newest record. */
  readonly end: bigint;
}

/** What is to be known and done about topics as a whole, by their logical names. */
export class KafkaTopics {
  private admin: Promise<Admin> | null = null;
  private readonly knownPartitions = new Map<string, number>();

  constructor(
    private readonly kafka: Kafka,
    private readonly names: TopicNames,
  ) {}

  /** Number of partitions; remembered, because ours never change while a process runs. */
  async partitions(topic: string): Promise<number> {
    const known = this.knownPartitions.get(topic);
    if (known !== undefined) return known;
    const physical = this.names.physical(topic);
    const { topics } = await this.try(`Looking up topic ${physical}`, (admin) =>
      admin.fetchTopicMetadata({ topics: [physical] }),
    );
    const partitions = topics[0]?.partitions.length ?? 0;
    if (partitions === 0) throw new EventLogError("TOPIC_MISSING", `The broker has no topic ${physical}`);
    this.knownPartitions.set(topic, partitions);
    return partitions;
  }

  async offsets(topics: readonly string[]): Promise<ReadonlyMap<string, OffsetRange>> {
    const ranges = new Map<string, OffsetRange>();
    const ofTopics = await Promise.all([...new Set(topics)].map((topic) => this.offsetsOf(topic)));
    for (const range of ofTopics.flat()) ranges.set(partitionName(range), range);
    return ranges;
  }

  async create(layouts: readonly TopicLayout[]): Promise<void> {
    await this.try("Creating topics", async (admin) => {
      const existing = new Set(await admin.listTopics());
      const missing = layouts.filter(({ name }) => !existing.has(this.names.physical(name)));
      if (missing.length === 0) return;
      const { brokers } = await admin.describeCluster();
      const replicas = Math.min(MAX_REPLICAS, brokers.length);
      const topics = missing.map((layout) =>
        topicConfiguration(layout, this.names.physical(layout.name), replicas),
      );
      await admin.createTopics({ topics, timeout: CREATE_TIMEOUT_MS, waitForLeaders: true });
    });
  }

  async delete(topics: readonly string[]): Promise<void> {
    await this.try("Deleting topics", async (admin) => {
      const existing = new Set(await admin.listTopics());
      const present = topics
        .map((topic) => this.names.physical(topic))
        .filter((topic) => existing.has(topic));
      if (present.length > 0) await admin.deleteTopics({ topics: present, timeout: CREATE_TIMEOUT_MS });
    });
    for (const topic of topics) this.knownPartitions.delete(topic);
  }

  /** Forgets a group that has no members. */
  async deleteGroup(group: string): Promise<void> {
    await this.try(`Deleting group ${group}`, (admin) => admin.deleteGroups([group]));
  }

  async close(): Promise<void> {
    const admin = this.admin;
    this.admin = null;
    await admin?.then((connected) => connected.disconnect()).catch(() => undefined);
  }

  private async offsetsOf(topic: string): Promise<OffsetRange[]> {
    await this.partitions(topic);
    const physical = this.names.physical(topic);
    const offsets = await this.try(`Looking up offsets of ${physical}`, (admin) =>
      admin.fetchTopicOffsets(physical),
    );
    return offsets.map(({ partition, low, high }) => ({
      topic,
      partition,
      earliest: BigInt(low),
      end: BigInt(high),
    }));
  }

  private async try<Result>(attempt: string, work: (admin: Admin) => Promise<Result>): Promise<Result> {
    try {
      this.admin ??= this.connect();
      return await work(await this.admin);
    } catch (error) {
      if (errorType(error) === null) await this.close();
      throw asEventLogError(error, attempt);
    }
  }

  private async connect(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }
}

function topicConfiguration(layout: TopicLayout, topic: string, replicas: number): ITopicConfig {
  const configuration: Record<string, string> = {
    "cleanup.policy": layout.cleanup,
    "retention.ms": String(layout.retentionMs),
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
