import type { Admin, Kafka } from "kafkajs";
import {
  EventLogError,
  layoutChanged,
  partitionName,
  type TopicLayout,
  type OffsetRange,
} from "@interlude/stage";
import { asEventLogError, errorType } from "./kafka-errors.js";
import { retryFor } from "./retry-for.js";
import type { TopicNames } from "./topic-names.js";
import { topicSettings } from "./topic-settings.js";

const LEADER_TIMEOUT_MS = 5_000;
/** How long a number of partitions is taken to be still true. */
const RECHECK_MS = 60_000;
/** How long the brokers may take to create or delete topics. */
const TIMEOUT_MS = 30_000;

/** Metadata of topics, and their creation and deletion, by their logical names. */
export class KafkaTopics {
  #admin: Promise<Admin> | null = null;
  readonly #knownPartitions = new Map<string, { readonly count: number; readonly at: number }>();

  constructor(
    private readonly kafka: Kafka,
    private readonly names: TopicNames,
    /** Replicas that topics are created with. */
    private readonly replicas: number,
  ) {}

  /**
   * Number of partitions, the same for as long as the process runs.
   * @throws EventLogError `LAYOUT_CHANGED` if it has changed since: keys have another partition by now, and others may
   *   wait for markers in partitions of which this process knows nothing
   */
  async partitions(topic: string): Promise<number> {
    const known = this.#knownPartitions.get(topic);
    if (known !== undefined && performance.now() - known.at < RECHECK_MS) return known.count;
    const count = await this.#countPartitions(topic);
    if (known !== undefined && known.count !== count) throw layoutChanged(topic, known.count, count);
    this.#knownPartitions.set(topic, { count, at: performance.now() });
    return count;
  }

  async #countPartitions(topic: string): Promise<number> {
    const physical = this.names.physical(topic);
    const { topics } = await this.administer(`Looking up topic ${physical}`, (admin) =>
      admin.fetchTopicMetadata({ topics: [physical] }),
    );
    const partitions = topics[0]?.partitions.length ?? 0;
    if (partitions === 0) throw new EventLogError("TOPIC_MISSING", `The broker has no topic ${physical}`);
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
    const missing = await this.administer("Creating topics", async (admin) => {
      const existing = new Set(await admin.listTopics());
      const absent = layouts.filter(({ name }) => !existing.has(this.names.physical(name)));
      if (absent.length === 0) return [];
      const { brokers } = await admin.describeCluster();
      if (brokers.length < this.replicas) throw tooFewBrokers(brokers.length, this.replicas);
      const topics = absent.map((layout) => ({
        topic: this.names.physical(layout.name),
        numPartitions: layout.partitions,
        replicationFactor: this.replicas,
        configEntries: topicSettings(layout, this.replicas).map(({ name, value }) => ({ name, value })),
      }));
      await admin.createTopics({ topics, timeout: TIMEOUT_MS, waitForLeaders: false });
      return absent.map(({ name }) => name);
    });
    for (const topic of missing) await retryFor(TIMEOUT_MS, () => this.#offsetsOf(topic));
  }

  /** Deletes what is there, and waits until it is gone. */
  async delete(topics: readonly string[]): Promise<void> {
    const physical = new Set(topics.map((topic) => this.names.physical(topic)));
    for (const topic of topics) this.#knownPartitions.delete(topic);
    await this.administer("Deleting topics", async (admin) => {
      const present = (await admin.listTopics()).filter((topic) => physical.has(topic));
      if (present.length > 0) await admin.deleteTopics({ topics: present, timeout: TIMEOUT_MS });
      await retryFor(TIMEOUT_MS, async () => {
        const left = (await admin.listTopics()).filter((topic) => physical.has(topic));
        if (left.length > 0) throw new EventLogError("LOG_UNREACHABLE", `${left.join(", ")} are still there`);
      });
    });
  }

  /** Gives a topic more partitions, and waits until they respond. */
  async grow(topic: string, partitions: number): Promise<void> {
    const physical = this.names.physical(topic);
    const topicPartitions = [{ topic: physical, count: partitions }];
    await this.administer(`Growing ${physical}`, (admin) =>
      admin.createPartitions({ topicPartitions, timeout: TIMEOUT_MS }),
    );
    await retryFor(TIMEOUT_MS, async () => {
      const count = await this.#countPartitions(topic);
      if (count !== partitions) throw layoutChanged(topic, partitions, count);
    });
    this.#knownPartitions.delete(topic);
    await retryFor(TIMEOUT_MS, () => this.#offsetsOf(topic));
  }

  /** Deletes a group that has no members. */
  async deleteGroup(group: string): Promise<void> {
    await this.administer(`Deleting group ${group}`, (admin) => admin.deleteGroups([group]));
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
      this.administer(`Looking up offsets of ${physical}`, (admin) => admin.fetchTopicOffsets(physical)),
    );
    return offsets.map(({ partition, low, high }) => ({
      topic,
      partition,
      earliest: BigInt(low),
      end: BigInt(high),
    }));
  }

  /** Work with the administrative client; `attempt` says in messages what was tried. */
  async administer<Result>(attempt: string, work: (admin: Admin) => Promise<Result>): Promise<Result> {
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

function tooFewBrokers(brokers: number, replicas: number): EventLogError {
  return new EventLogError(
    "TOPIC_LAYOUT_DIFFERS",
    `Topics are to have ${replicas} replicas (KAFKA_REPLICAS), and ${brokers} brokers are up: with fewer replicas they ` +
      "would stay so. Wait until all brokers are up; a cluster that has no more is told so by KAFKA_REPLICAS",
  );
}
