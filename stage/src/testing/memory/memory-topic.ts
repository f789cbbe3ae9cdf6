import { EventLogError, type LogRecord, type OutgoingRecord, type TopicLayout } from "../../log/event-log.js";
import { partitionOf } from "../../log/partitioner.js";

/** A topic of the in-memory log: its records by partition, the index of a record being its offset. */
export class MemoryTopic {
  readonly name: string;
  readonly #records: LogRecord[][];

  constructor(layout: TopicLayout) {
    this.name = layout.name;
    this.#records = Array.from({ length: layout.partitions }, () => []);
  }

  get partitions(): number {
    return this.#records.length;
  }

  /**
   * Partition that a record goes to.
   * @throws EventLogError `TOPIC_MISSING` if it names one that does not exist
   */
  partitionFor(record: OutgoingRecord): number {
    const partition = record.partition ?? partitionOf(record.key, this.partitions);
    if (this.#records[partition] === undefined) {
      throw new EventLogError(
        "TOPIC_MISSING",
        `Topic ${this.name} has ${this.partitions} partitions and no partition ${partition}`,
      );
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

  endOffset(partition: number): bigint {
    return BigInt(this.#records[partition]?.length ?? 0);
  }

  /** Records of a partition from an offset on, at most `limit` of them. */
  slice(partition: number, from: bigint, limit: number): readonly LogRecord[] {
    return this.#records[partition]?.slice(Number(from), Number(from) + limit) ?? [];
  }
}
