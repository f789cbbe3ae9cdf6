import { EventLogError, type LogRecord, type OutgoingRecord, type TopicLayout } from "../../log/event-log.js";
import { partitionOf } from "../../log/partitioner.js";

/** What a topic takes at most for key and value of a record. */
const MAX_RECORD_BYTES = 8 * 1024 * 1024;

/**
 * A topic of the in-memory log: its records by partition, the index of a record being its offset. As in Kafka, the end of
 * an appender's call takes an offset too, at which there is no record.
 */
export class MemoryTopic {
  readonly name: string;
  layout: TopicLayout;
  readonly #records: (LogRecord | null)[][];

  constructor(layout: TopicLayout) {
    this.name = layout.name;
    this.layout = layout;
    this.#records = Array.from({ length: layout.partitions }, () => []);
  }

  get partitions(): number {
    return this.#records.length;
  }

  /** Adds partitions. */
  grow(partitions: number): void {
    while (this.#records.length < partitions) this.#records.push([]);
  }

  /**
   * Partition that a record goes to.
   * @throws EventLogError `TOPIC_MISSING` if it names one that does not exist, `RECORD_REFUSED` if it is too large
   */
  partitionFor(record: OutgoingRecord): number {
    const partition = record.partition ?? partitionOf(record.key, this.partitions);
    if (this.#records[partition] === undefined) {
      throw new EventLogError(
        "TOPIC_MISSING",
        `Topic ${this.name} has ${this.partitions} partitions and no partition ${partition}`,
      );
    }
    const bytes = (record.key?.length ?? 0) + (record.value?.length ?? 0);
    if (bytes > MAX_RECORD_BYTES) {
      throw new EventLogError("RECORD_REFUSED", `Topic ${this.name} takes no record of ${bytes} bytes`);
    }
    return partition;
  }

  append(record: OutgoingRecord): void {
    const partition = this.partitionFor(record);
    const records = this.#records[partition]!;
    const { key, value, headers } = record;
    const offset = BigInt(records.length);
    const timestamp = Date.now();
    records.push({ topic: this.name, partition, offset, key, value, headers: { ...headers }, timestamp });
  }

  /** Takes the offset that the end of an appender's call takes. */
  appendControl(partition: number): void {
    this.#records[partition]!.push(null);
  }

  endOffset(partition: number): bigint {
    return BigInt(this.#records[partition]?.length ?? 0);
  }

  /** Records of a partition from an offset on, at most `limit` of them. */
  slice(partition: number, from: bigint, limit: number): readonly LogRecord[] {
    const found: LogRecord[] = [];
    const records = this.#records[partition] ?? [];
    for (let offset = Number(from); offset < records.length && found.length < limit; offset++) {
      const record = records[offset];
      if (record !== null && record !== undefined) found.push(record);
    }
    return found;
  }
}
