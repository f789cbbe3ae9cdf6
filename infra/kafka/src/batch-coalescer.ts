import { partitionName, type PartitionBatch, type Progress } from "@interlude/stage";

interface WaitingBatch {
  readonly batch: PartitionBatch;
  readonly settle: (progress: Progress | null) => void;
}

/**
 * Brings batches that arrive one partition at a time together: what waits at the same moment is
 * handled in one call, and never are two calls under way.
 */
export class BatchCoalescer {
  private waiting: WaitingBatch[] = [];
  private running: Promise<void> | null = null;

  constructor(readonly handle: (batches: readonly PartitionBatch[]) => Promise<readonly Progress[]>) {}

  /** What became of a batch, or null where it was dropped, failed, or got no progress. Never rejects. */
  deliver(batch: PartitionBatch): Promise<Progress | null> {
    const progress = new Promise<Progress | null>((settle) => this.waiting.push({ batch, settle }));
    this.running ??= this.run();
    return progress;
  }

  /** Gives up batches that no call has begun to handle. */
  drop(): void {
    for (const { settle } of this.waiting.splice(0)) settle(null);
  }

  /** Resolves when the call under way has ended. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    // The other partitions of the same fetch are handed over in this very turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) await this.handleAll(this.waiting.splice(0));
    this.running = null;
  }

  private async handleAll(taken: readonly WaitingBatch[]): Promise<void> {
    const progress = await this.handle(taken.map(({ batch }) => batch)).catch(() => []);
    const byPartition = new Map(progress.map((one) => [partitionName(one), one]));
    for (const { batch, settle } of taken) settle(byPartition.get(partitionName(batch)) ?? null);
  }
}
