import { partitionName, type TopicPartition } from "@interlude/stage";

export interface CommittedOffset extends TopicPartition {
  readonly offset: string;
}

/** Time between two commits: enough for lag tools, and nothing for the broker. */
const INTERVAL_MS = 1_000;

/** Tells the broker how far a group has read, now and then; no call waits for it. */
export class OffsetCommitter {
  readonly #pending = new Map<string, CommittedOffset>();
  #timer: NodeJS.Timeout | null = null;
  #committing: Promise<void> = Promise.resolve();

  constructor(private readonly commit: (offsets: CommittedOffset[]) => Promise<void>) {}

  record(partition: TopicPartition, nextOffset: bigint): void {
    this.#pending.set(partitionName(partition), {
      topic: partition.topic,
      partition: partition.partition,
      offset: nextOffset.toString(),
    });
    this.#timer ??= setTimeout(() => void this.flush(), INTERVAL_MS).unref();
  }

  /** Drops what was not yet committed: the partitions may be another member's now. */
  clear(): void {
    this.#pending.clear();
  }

  /** Commits what is pending; never rejects, for the broker's copy decides nothing. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#committing = this.#committing.then(async () => {
      const offsets = [...this.#pending.values()];
      this.#pending.clear();
      if (offsets.length > 0) await this.commit(offsets).catch(() => undefined);
    });
    return this.#committing;
  }
}
