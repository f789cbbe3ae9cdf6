import type { LayoutDifference } from "./topic-layout.js";
import { type EngineCode, InterludeError } from "../errors.js";

/** Names and texts beside a record's key and value. */
export type RecordHeaders = Readonly<Record<string, string>>;

/** A record as the log keeps it. */
export interface LogRecord {
  /** Logical name of the topic. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: Buffer | null;
  /** null is a tombstone. */
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
  /** Unix time in milliseconds, given by producer or broker. */
  readonly timestamp: number;
}

/** A record to append. Without a partition the key decides, by the hash that Java clients use. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
  readonly partition?: number;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Records of one partition, in order. */
export interface PartitionBatch extends TopicPartition {
  readonly records: readonly LogRecord[];
  /**
   * From here on the batch has every record that the log has: the offset that was asked for. Ahead of the subscriber's
   * own position it means that records between the two were lost.
   */
  readonly fetchedFrom: bigint;
  /** Offset after the last record that the partition has, as far as the consumer knows. */
  readonly highWatermark: bigint;
}

/** What became of one partition's batch: where to go on, and whether to wait there. */
export interface Progress extends TopicPartition {
  readonly nextOffset: bigint;
  /** True stops delivery of this partition until it is resumed. */
  readonly pause: boolean;
}

export interface SubscribeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /**
   * Called whenever partitions are assigned: where to begin each, or null for the earliest record.
   * The consumer's own store is the truth; offsets committed to the broker are for lag tools.
   */
  startOffsets(assigned: readonly TopicPartition[]): Promise<ReadonlyMap<string, bigint>>;
  /**
   * Called with what has arrived, several partitions at once; never twice at the same time.
   * An error that escapes ends the subscription: `ended` rejects. An outage of the log does not, however long it takes.
   */
  onBatches(batches: readonly PartitionBatch[]): Promise<readonly Progress[]>;
}

/** What keeps a subscription from its records for now. */
export interface Outage {
  readonly code: string;
  readonly reason: string;
  /** Unix time in milliseconds at which it was noticed. */
  readonly since: number;
}

export interface Subscription {
  /** Delivers a paused partition again, from where it stopped. */
  resume(partitions: readonly TopicPartition[]): void;
  /** Milliseconds since the log was last asked for something, or has responded; liveness means that this is small. */
  millisecondsSincePoll(): number;
  /** Why no records come: the log is away, and is asked again and again. null while it serves the subscription. */
  readonly outage: Outage | null;
  /** Settles when the subscription ends: resolves after `close`, rejects when it broke. */
  readonly ended: Promise<void>;
  /** Lets the batch at hand finish, leaves the group, and stops. */
  close(): Promise<void>;
}

export interface TopicLayout {
  readonly name: string;
  readonly partitions: number;
  readonly isTotallyOrdered?: true;
  readonly cleanup: "delete" | "compact";
  readonly retentionMs: number;
}

/** Offset after the last record of partitions, by `partitionName`. */
export type PartitionEnds = ReadonlyMap<string, bigint>;

/**
 * Appends under an identity that one appender at a time has, so that one that was taken for dead can write nothing more.
 * An append that fails ends the appender, for what became of its records is not always known: open another.
 */
export interface Appender {
  /**
   * Appends in the order given within each partition. All records of a call become visible together or none does, once
   * all replicas in sync have them, as a rule before the call ends. Calls at the same time are carried out one after the other.
   * @returns where the partitions that were appended to end now
   * @throws EventLogError `PRODUCER_FENCED` once another appender has the identity, `RECORD_REFUSED` if the log is there but
   *   does not take a record, `OUTPUT_LOST` if a partition has lost what was appended before, `LOG_UNREACHABLE`
   */
  append(records: readonly OutgoingRecord[]): Promise<PartitionEnds>;
  /** Lets the append at hand finish. Another appender does not wait for it. */
  close(): Promise<void>;
}

/**
 * The log of records that the stages share: Kafka, or an in-memory twin of it.
 *
 * Order is kept within a partition. Appending is at least once; reading begins where the reader says.
 */
export interface EventLog {
  /**
   * Appends in the order given within each partition; resolves when all replicas in sync have them. For tools and tests:
   * an append that was given up may still come, behind others.
   * @throws EventLogError `RECORD_REFUSED` if the log is there but does not take a record, `LOG_UNREACHABLE`
   */
  append(records: readonly OutgoingRecord[]): Promise<void>;
  /**
   * Makes this the only appender of an identity: from now on nothing of earlier ones becomes visible any more, and all
   * that they did append can be read.
   * @param appended where partitions ended after what the identity appended before, as far as the caller knows
   * @throws EventLogError `OUTPUT_LOST` if a partition ends before that
   */
  openAppender(id: string, appended?: PartitionEnds): Promise<Appender>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** All records that a topic holds when called, each partition in order, without a consumer group's state. */
  read(topics: readonly string[]): AsyncIterable<LogRecord>;
  /** The newest record of each partition that has any, by `partitionName`; not for compacted topics. */
  newest(topics: readonly string[]): Promise<ReadonlyMap<string, LogRecord>>;
  /** Creates what is missing; what exists stays as it is. */
  createTopics(layouts: readonly TopicLayout[]): Promise<void>;
  deleteTopics(topics: readonly string[]): Promise<void>;
  /**
   * What differs of topics from their layouts, a missing topic included. More partitions, replicas or retention than the
   * layout says are no difference; more partitions of a compacted topic are.
   */
  compareTopics(layouts: readonly TopicLayout[]): Promise<readonly LayoutDifference[]>;
  /** Brings the settings of topics that exist up to date; partitions, replicas and cleanup stay as they are. */
  updateTopics(layouts: readonly TopicLayout[]): Promise<void>;
  /**
   * Gives a topic more partitions. Records of a key go to another partition from then on, so no process that reads or
   * writes the topic may run.
   */
  growTopic(topic: string, partitions: number): Promise<void>;
  /** Groups with members that read a topic now. */
  readingGroups(topic: string): Promise<readonly string[]>;
  /**
   * Number of partitions.
   * @throws EventLogError `TOPIC_MISSING` for an unknown topic
   */
  partitions(topic: string): Promise<number>;
  /** Offset of the oldest record that each partition keeps, or of the next if it keeps none, by `partitionName`. */
  beginOffsets(topics: readonly string[]): Promise<ReadonlyMap<string, bigint>>;
  /** Offset after the last record of each partition, by `partitionName`. */
  endOffsets(topics: readonly string[]): Promise<ReadonlyMap<string, bigint>>;
  close(): Promise<void>;
}

/** Something about the log that the caller can act on. */
export class EventLogError extends InterludeError<
  EngineCode<
    | "CONSUMER_CRASHED"
    | "LAYOUT_CHANGED"
    | "LOG_CLOSED"
    | "LOG_UNREACHABLE"
    | "OFFSET_LOST"
    | "OUTPUT_LOST"
    | "PRODUCER_FENCED"
    | "RECORD_REFUSED"
    | "STREAM_MISMATCH"
    | "TOPIC_LAYOUT_DIFFERS"
    | "TOPIC_MISSING"
    | "VALUE_TOO_LARGE"
  >
> {}

/** A topic has another number of partitions than a process works with. */
export function layoutChanged(topic: string, known: number, actual: number): EventLogError {
  return new EventLogError(
    "LAYOUT_CHANGED",
    `Topic ${topic} has ${actual} partitions, and this process works with ${known}: start it anew, and all others that use ` +
      "the topic; partitions are added with interlude topics grow, while nothing uses it",
  );
}

/** A partition as one word, for maps: `topic/partition`. */
export function partitionName({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/** The partition that {@link partitionName} names. */
export function partitionNamed(name: string): TopicPartition {
  const slash = name.lastIndexOf("/");
  return { topic: name.slice(0, slash), partition: Number(name.slice(slash + 1)) };
}
