import { EventLogError, type PartitionBatch, type TopicPartition, partitionName } from "../log/event-log.js";
import { StageError } from "./errors.js";
import type { CompletedEpoch } from "./stage-store.js";

type Position = TopicPartition & { readonly nextOffset: bigint };

/**
 * How far this process has seen its store. A store may move on from there, for other replicas write to it too; it never
 * goes back, unless a failover lost its last transactions or a backup was restored under the running process. To go on
 * then would take the records that come next for the continuation of what was lost.
 */
export class KnownProgress {
  readonly #nextOffsets = new Map<string, bigint>();
  #completed: CompletedEpoch | null = null;

  /**
   * Records positions of partitions as the store has them.
   * @throws StageError `STORE_WENT_BACK` if one lies behind what was seen before
   */
  observePositions(positions: readonly Position[]): void {
    for (const position of positions) {
      const name = partitionName(position);
      const known = this.#nextOffsets.get(name) ?? 0n;
      if (position.nextOffset < known) throw wentBack(`partition ${name} at ${position.nextOffset}`, known);
      this.#nextOffsets.set(name, position.nextOffset);
    }
  }

  /**
   * Refuses batches of partitions that end before what this process has read of them: the topic is another one of the same
   * name, and what it has there would be skipped as read.
   * @throws EventLogError `OFFSET_LOST`
   */
  refuseShorterLog(batches: readonly PartitionBatch[]): void {
    for (const batch of batches) {
      const name = partitionName(batch);
      const known = this.#nextOffsets.get(name) ?? 0n;
      if (batch.highWatermark >= known) continue;
      throw new EventLogError(
        "OFFSET_LOST",
        `Partition ${name} has been read up to ${known}, but ends at ${batch.highWatermark}: the topic was created anew or ` +
          "lost records; run interlude rebuild for its producer, then for this service",
      );
    }
  }

  /**
   * Records the completed epoch as the store has it.
   * @throws StageError `STORE_WENT_BACK` if it lies behind what was seen before, or is not the state that was seen
   */
  observeEpoch(completed: CompletedEpoch): void {
    const { epoch, stateId } = completed;
    const known = this.#completed ?? completed;
    if (epoch < known.epoch) throw wentBack(`completed epoch ${epoch}`, known.epoch);
    if (epoch === known.epoch && stateId !== known.stateId) {
      throw wentBack(`state ${stateId} of epoch ${epoch}`, known.stateId);
    }
    this.#completed = completed;
  }
}

function wentBack(found: string, known: bigint | number | string): StageError {
  return new StageError(
    "STORE_WENT_BACK",
    `The store has ${found}, but this process saw it at ${known}: the database lost transactions in a failover or was ` +
      "restored, or a rebuild began. Nothing was written. Start the service again to go on from where the store is; " +
      "unless it is being rebuilt, run interlude verify then",
  );
}
