import { setTimeout as sleep } from "node:timers/promises";
import { type EventLog, type PartitionBatch, type TopicPartition, partitionName } from "../log/event-log.js";
import { isMarker } from "../records/markers.js";
import { type RetryPolicy, retryDelay } from "./retry.js";
import { epochHeader } from "./slice.js";

/** A producer writes a marker to one partition after the other: the others may have it a moment later. */
const LOOKS = 3;
/**
 * How many epochs a record may be ahead of what the other partitions have: one that is not read far ahead of its time does
 * no harm, and after a pause a partition may be the first to have something.
 */
const FAR_EPOCHS = 1_000;

interface EpochHorizonOptions {
  readonly log: Pick<EventLog, "newest">;
  /** The aligned inputs. */
  readonly topics: readonly string[];
  readonly policy: RetryPolicy;
}

/**
 * How far the stream is known to have come, so that a marker of an epoch that does not exist is told from one that follows a
 * gap: compaction and epochs that were merged leave markers out. A partition may end the next epoch, or one that another
 * partition of the inputs has reached. So none waits for an epoch that never comes while the others go on without it.
 */
export class EpochHorizon {
  /** Epoch of the newest record of each partition, as far as it is known. */
  readonly #reached = new Map<string, number>();

  constructor(private readonly options: EpochHorizonOptions) {}

  /** Whether a partition's marker may be of this epoch. */
  covers(partition: TopicPartition, epoch: number, completedEpoch: number): boolean {
    if (epoch <= completedEpoch + 1) return true;
    const own = partitionName(partition);
    return [...this.#reached].some(([name, reached]) => name !== own && reached >= epoch);
  }

  /** Whether a record that is no marker is of an epoch far beyond all others; while nothing else is known, none is. */
  isFar(partition: TopicPartition, epoch: number, completedEpoch: number): boolean {
    if (epoch <= completedEpoch + FAR_EPOCHS) return false;
    const own = partitionName(partition);
    const others = [...this.#reached].filter(([name]) => name !== own).map(([, reached]) => reached);
    return others.length > 0 && others.every((reached) => reached + FAR_EPOCHS < epoch);
  }

  /**
   * Looks how far the log has come, if a batch has a marker next that is not covered by what is known, or a record that is
   * far beyond it.
   * @param known completed epoch as far as this process knows
   * @param completedEpoch reads it
   */
  async look(
    batches: readonly PartitionBatch[],
    known: number,
    completedEpoch: () => Promise<number>,
  ): Promise<void> {
    if (!this.#isDoubtful(batches, known)) return;
    const { log, topics, policy } = this.options;
    for (let attempt = 1; attempt <= LOOKS; attempt += 1) {
      if (!this.#isDoubtful(batches, await completedEpoch())) return;
      if (attempt > 1) await sleep(retryDelay(policy, attempt));
      for (const [name, record] of await log.newest(topics)) {
        this.#reached.set(name, epochHeader(record) ?? 0);
      }
    }
  }

  #isDoubtful(batches: readonly PartitionBatch[], completedEpoch: number): boolean {
    return batches.some((batch) => {
      if (!this.options.topics.includes(batch.topic)) return false;
      const { marker, newest } = epochsOf(batch, completedEpoch);
      const isKnown = this.#reached.size > 0 || newest <= completedEpoch + FAR_EPOCHS;
      return (
        !isKnown || !this.covers(batch, marker, completedEpoch) || this.isFar(batch, newest, completedEpoch)
      );
    });
  }
}

/** Epoch of a batch's first marker that is not complete, and the newest of its other records; 0 if there is none. */
function epochsOf({ records }: PartitionBatch, completedEpoch: number): { marker: number; newest: number } {
  let [marker, newest] = [0, 0];
  for (const record of records) {
    const epoch = epochHeader(record) ?? 0;
    if (epoch <= completedEpoch) continue;
    if (!isMarker(record)) newest = Math.max(newest, epoch);
    else if (marker === 0) marker = epoch;
  }
  return { marker, newest };
}
