import { EPOCH_HEADER } from "@interlude/contracts";
import type { Appender, EventLog, OutgoingRecord, PartitionEnds } from "@interlude/stage";

/** A log that takes everything at once and keeps nothing but when an epoch's last record came. */
export class AppendedLog implements Pick<EventLog, "openAppender"> {
  readonly #waiting = new Map<number, () => void>();
  #newest = 0;

  openAppender(): Promise<Appender> {
    return Promise.resolve({
      append: (records) => {
        this.#append(records);
        return Promise.resolve<PartitionEnds>(new Map());
      },
      close: () => Promise.resolve(),
    });
  }

  /** Resolves when the relay has sent records of an epoch or a later one; its transaction wrote them together. */
  until(epoch: number): Promise<void> {
    if (epoch <= this.#newest) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(epoch, resolve));
  }

  #append(records: readonly OutgoingRecord[]): void {
    for (const { headers } of records) this.#newest = Math.max(this.#newest, Number(headers[EPOCH_HEADER]));
    for (const [epoch, resolve] of this.#waiting) {
      if (epoch > this.#newest) continue;
      this.#waiting.delete(epoch);
      resolve();
    }
  }
}
