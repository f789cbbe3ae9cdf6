import { type Blocked, codeOf, reasonOf } from "@interlude/stage";
import { now } from "./clock.js";
import type { PartReading } from "./service-state.js";

/** Reading a row, sending a batch, asking a feed: whatever the work is, it takes no longer than this. */
const LIMIT_MS = 15 * 60_000;

/** How the work of a service that is not run as a stage gets on, as it says itself: ingestion reads files, no topics. */
export class WorkProgress {
  #progressAt: number | null = null;
  #blocked: Blocked | null = null;

  /** Something was done or looked at. From the first call on, the process counts as stuck a quarter of an hour after the last. */
  progressed(): void {
    this.#progressAt = now();
  }

  /** An attempt failed, and there will be another: the cause may pass. */
  failed(error: unknown): void {
    this.progressed();
    const since = this.#blocked?.since ?? now();
    this.#blocked = { code: codeOf(error), reason: reasonOf(error), since };
  }

  /** An attempt succeeded. */
  succeeded(): void {
    this.progressed();
    this.#blocked = null;
  }

  /** null before the work has begun. */
  read(): PartReading | null {
    if (this.#progressAt === null) return null;
    return { progressAt: this.#progressAt, limitMs: LIMIT_MS, blocked: this.#blocked };
  }
}
