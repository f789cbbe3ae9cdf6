import { partitionName, type PartitionBatch, type TopicPartition } from "@interlude/stage";

/** Keys and values that are buffered at most; what is more is fetched again when its turn comes. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * What was fetched of partitions and not yet taken by the handler. A fetch brings what lies ready, which may be many epochs, of which
 * one is taken at a time: fetching the rest again for each would cost the square of what waits.
 */
export class BufferedFetches {
  readonly #batches = new Map<string, { batch: PartitionBatch; bytes: number }>();
  #bytes = 0;

  constructor(private readonly maxBytes = MAX_BYTES) {}

  /**
   * Keeps the part of a batch from an offset on.
   * @returns false if nothing is kept: the offset is not of the batch, nothing is left, or too much is buffered already
   */
  add(batch: PartitionBatch, nextOffset: bigint): boolean {
    const start = batch.records.findIndex(({ offset }) => offset >= nextOffset);
    const isWithin = start > 0 || batch.records[0]?.offset === nextOffset;
    if (!isWithin) return false;
    const records = batch.records.slice(start);
    const bytes = records.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);
    if (this.#bytes + bytes > this.maxBytes) return false;
    this.take(batch);
    this.#batches.set(partitionName(batch), { batch: { ...batch, records, fetchedFrom: nextOffset }, bytes });
    this.#bytes += bytes;
    return true;
  }

  /** Removes and returns what is buffered of a partition, if anything. */
  take(partition: TopicPartition): PartitionBatch | undefined {
    const name = partitionName(partition);
    const buffered = this.#batches.get(name);
    if (buffered === undefined) return undefined;
    this.#batches.delete(name);
    this.#bytes -= buffered.bytes;
    return buffered.batch;
  }

  clear(): void {
    this.#batches.clear();
    this.#bytes = 0;
  }
}
