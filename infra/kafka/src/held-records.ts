import { partitionName, type PartitionBatch, type TopicPartition } from "@interlude/stage";

/** As many bytes of keys and values are held at most; what is more is fetched again when its turn comes. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * What was fetched of partitions and not taken yet. A fetch brings what lies ready, which may be many epochs, of which
 * one is taken at a time: fetching the rest again for each would cost the square of what waits.
 */
export class HeldRecords {
  private readonly batches = new Map<string, { batch: PartitionBatch; bytes: number }>();
  private bytes = 0;

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /**
   * Keeps the part of a batch from an offset on.
   * @returns false where nothing is kept: the offset is not of the batch, nothing is left, or too much is held already
   */
  hold(batch: PartitionBatch, nextOffset: bigint): boolean {
    const start = batch.records.findIndex(({ offset }) => offset >= nextOffset);
    const isWithin = start > 0 || batch.records[0]?.offset === nextOffset;
    if (!isWithin) return false;
    const records = batch.records.slice(start);
    const bytes = records.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);
    if (this.bytes + bytes > this.mostBytes) return false;
    this.take(batch);
    this.batches.set(partitionName(batch), { batch: { ...batch, records }, bytes });
    this.bytes += bytes;
    return true;
  }

  has(partition: TopicPartition): boolean {
    return this.batches.has(partitionName(partition));
  }

  /** Gives what is held of a partition away; undefined where that is nothing. */
  take(partition: TopicPartition): PartitionBatch | undefined {
    const name = partitionName(partition);
    const held = this.batches.get(name);
    if (held === undefined) return undefined;
    this.batches.delete(name);
    this.bytes -= held.bytes;
    return held.batch;
  }

  clear(): void {
    this.batches.clear();
    this.bytes = 0;
  }
}
