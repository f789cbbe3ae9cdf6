import { EPOCH_HEADER, MARKER_KEY } from "@interlude/contracts";
import { type EventLog, type Subscription, partitionName } from "@interlude/stage";
import { OUTPUTS } from "./relay-load.js";

/** A subscriber that says when an epoch's markers can be seen on all partitions. */
export class MarkerWatch {
  #subscription: Subscription | null = null;
  #epoch = 0;
  readonly #missing = new Set<string>();
  #done = (): void => {};

  /** Resolves when it reads. */
  async start(log: EventLog): Promise<void> {
    const topics = [...new Set(OUTPUTS.map(({ topic }) => topic))];
    const ends = await log.endOffsets(topics);
    await new Promise<void>((resolve, reject) => {
      const subscribing = log.subscribe({
        group: "bench",
        topics,
        startOffsets: async () => {
          resolve();
          return new Map(ends);
        },
        onBatches: async (batches) =>
          batches.map(({ topic, partition, records }) => {
            for (const { key, headers } of records) {
              const isMarker = String(key) === MARKER_KEY && Number(headers[EPOCH_HEADER]) === this.#epoch;
              if (isMarker) this.#missing.delete(partitionName({ topic, partition }));
            }
            if (this.#missing.size === 0) this.#done();
            return { topic, partition, nextOffset: records.at(-1)!.offset + 1n, pause: false };
          }),
      });
      subscribing.then((subscription) => (this.#subscription = subscription), reject);
    });
  }

  /** Call it before the epoch is committed. */
  until(epoch: number): Promise<void> {
    this.#epoch = epoch;
    for (const output of OUTPUTS) this.#missing.add(partitionName(output));
    return new Promise((resolve) => (this.#done = resolve));
  }

  async close(): Promise<void> {
    await this.#subscription?.close();
  }
}
