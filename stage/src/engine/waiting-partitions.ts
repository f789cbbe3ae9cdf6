import { type TopicPartition, partitionName } from "../log/event-log.js";
import { isWaiting } from "./slice.js";
import type { PartitionPosition } from "./stage-store.js";

/** A partition that has delivered its marker of an epoch that is not complete: it is paused until it is. */
export interface WaitingPartition extends TopicPartition {
  readonly epoch: number;
  /** Unix time in milliseconds. */
  readonly since: number;
}

/** The partitions of this process that wait for others to deliver the same marker, here or in another replica. */
export class WaitingPartitions {
  readonly #waiting = new Map<string, WaitingPartition>();

  get all(): readonly WaitingPartition[] {
    return [...this.#waiting.values()];
  }

  /** Notes where a partition stands, and returns whether it waits there. */
  observe(position: PartitionPosition, completedEpoch: number): boolean {
    const name = partitionName(position);
    const { topic, partition, marker } = position;
    if (!isWaiting(position, completedEpoch)) {
      this.#waiting.delete(name);
      return false;
    }
    const { epoch } = marker!;
    const known = this.#waiting.get(name);
    if (known?.epoch !== epoch) this.#waiting.set(name, { topic, partition, epoch, since: Date.now() });
    return true;
  }

  /** Takes out those whose epoch is complete. */
  release(completedEpoch: number): readonly TopicPartition[] {
    const released = this.all.filter(({ epoch }) => epoch <= completedEpoch);
    for (const partition of released) this.#waiting.delete(partitionName(partition));
    return released;
  }

  /** Forgets all, as another assignment begins. */
  clear(): void {
    this.#waiting.clear();
  }
}
