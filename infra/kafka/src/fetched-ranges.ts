import { partitionName, type TopicPartition } from "@interlude/stage";

/** Between these offsets lies no record that was not delivered. */
interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/**
 * From where on each partition was read without a gap. kafkajs passes over offsets without a record by itself: it then asks
 * for a later offset than the one behind the last record. That is no gap, whereas any other offset ahead of it is one.
 */
export class FetchedRanges {
  readonly #ranges = new Map<string, Range>();

  /** A partition was positioned, or its handler stopped, at an offset. */
  stoppedAt(partition: TopicPartition, offset: bigint): void {
    this.#ranges.set(partitionName(partition), { from: offset, to: offset });
  }

  /**
   * A fetch was delivered to its end.
   * @param nextOffset behind its last record
   * @param reached where kafkajs goes on: behind what follows the last record and is none
   */
  delivered(partition: TopicPartition, nextOffset: bigint, reached: bigint): void {
    this.#ranges.set(partitionName(partition), { from: nextOffset, to: reached });
  }

  /** kafkajs goes on at an offset, because there was no record before it. */
  skipped(partition: TopicPartition, nextOffset: bigint): void {
    const name = partitionName(partition);
    const range = this.#ranges.get(name);
    if (range !== undefined && nextOffset > range.to) this.#ranges.set(name, { ...range, to: nextOffset });
  }

  /** From where on a fetch has every record, if kafkajs asked for an offset. */
  startOf(partition: TopicPartition, fetchedOffset: bigint): bigint {
    const range = this.#ranges.get(partitionName(partition));
    const isWithin = range !== undefined && fetchedOffset >= range.from && fetchedOffset <= range.to;
    return isWithin ? range.from : fetchedOffset;
  }

  clear(): void {
    this.#ranges.clear();
  }
}
