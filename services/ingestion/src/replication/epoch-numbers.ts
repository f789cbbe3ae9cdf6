import type { EpochStore, StreamHistory } from "../history/epoch.js";
import { requireSameStream, streamIdentity } from "@interlude/stage";
import { type Stream, givenEpochs } from "./given-epochs.js";

/**
 * Gives each epoch a number of its own for as long as the stream lives: what reads the stream drops records of an epoch
 * that it has completed. The store alone does not know which numbers were given, since it may have been put back to an
 * earlier state, or begun anew; so the stream is asked as well, at first and when the store has gone back.
 */
export class EpochNumbers {
  #newest: number | null = null;
  /** The newest that this process has published. */
  #published = 0;
  #announced: ReadonlySet<number> = new Set();
  #lost: readonly number[] = [];

  constructor(
    private readonly options: Stream & { readonly store: Pick<EpochStore, "renumber" | "streamId"> },
  ) {}

  /**
   * The history in which the next epoch's number is above all that were ever given. An epoch that the store has open
   * keeps its number if it is the newest, and so is resumed; else it was finished before the store went back, and is
   * sent once more under a new number.
   * @throws EventLogError `STREAM_MISMATCH` if the store is another stream's
   */
  async settle(history: StreamHistory): Promise<StreamHistory> {
    const hasGoneBack = history.lastEpoch < this.#published;
    if (this.#newest === null || hasGoneBack) {
      this.#newest = Math.max(this.#newest ?? 0, await this.#ofStream());
      this.#published = history.lastEpoch;
    }
    const settled = await this.#settle(history, this.#newest);
    // Above what the store has there is nothing but the epoch that is open.
    this.#lost = [...this.#announced].filter(
      (epoch) => epoch > history.lastEpoch && epoch !== settled.open?.epoch,
    );
    return settled;
  }

  /**
   * Epochs that the stream announces and the store has lost: what they held was, or will be, sent under other numbers. To
   * be withdrawn with the next epoch that is announced.
   */
  get lost(): readonly number[] {
    return this.#lost;
  }

  async #settle(history: StreamHistory, newest: number): Promise<StreamHistory> {
    const { open } = history;
    if (open !== null && open.epoch < newest) {
      const epoch = newest + 1;
      await this.options.store.renumber(open.epoch, epoch);
      return { ...history, open: { ...open, epoch } };
    }
    const lastEpoch = open === null ? Math.max(history.lastEpoch, newest) : history.lastEpoch;
    return { ...history, lastEpoch };
  }

  async #ofStream(): Promise<number> {
    const { log, store } = this.options;
    requireSameStream(await streamIdentity(log), await store.streamId(), "the state of ingestion");
    const { newest, announced } = await givenEpochs(this.options);
    this.#announced = announced;
    return newest;
  }

  /** An epoch was started under a number. */
  started(epoch: number): void {
    this.#newest = Math.max(this.#newest ?? 0, epoch);
  }

  /** An epoch was published, and what was lost withdrawn with it. */
  published(epoch: number): void {
    this.#published = epoch;
    this.#announced = new Set();
  }
}
