import { partitionName, type PartitionBatch, type TopicPartition } from "@interlude/stage";

interface WaitingBatch<Outcome> {
  readonly batch: PartitionBatch;
  readonly resolve: (outcome: Outcome | null) => void;
}

/**
 * Brings batches that arrive one partition at a time together: what waits at the same moment is
 * handled in one call, and never are two calls under way.
 */
export class BatchCoalescer<Outcome extends TopicPartition> {
  #waiting: WaitingBatch<Outcome>[] = [];
  #running: Promise<void> | null = null;

  constructor(readonly handle: (batches: readonly PartitionBatch[]) => Promise<readonly Outcome[]>) {}

  /** What became of a batch, or null if it was dropped, failed, or got no outcome. Never rejects. */
  deliver(batch: PartitionBatch): Promise<Outcome | null> {
    const outcome = new Promise<Outcome | null>((resolve) => this.#waiting.push({ batch, resolve }));
    this.#running ??= this.#run();
    return outcome;
  }

  /** Gives up batches that no call has begun to handle. */
  drop(): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve(null);
  }

  /** Resolves when the call under way has ended. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // The other partitions of the same fetch are handed over in this very turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#handleAll(this.#waiting.splice(0));
    this.#running = null;
  }

  async #handleAll(taken: readonly WaitingBatch<Outcome>[]): Promise<void> {
    // The handler reports its failure itself.
    const outcomes = await this.handle(taken.map(({ batch }) => batch)).catch(() => []);
    const byPartition = new Map(outcomes.map((one) => [partitionName(one), one]));
    for (const { batch, resolve } of taken) resolve(byPartition.get(partitionName(batch)) ?? null);
  }
}
