const MAX_RESTARTS = 10;
const QUIET_MS = 120_000;

/** How often a consumer that crashed may be started anew before its process had better be. */
export class RestartLimit {
  #taken = 0;
  #lastTaken = -Infinity;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Takes one restart; false when there were too many without a quiet time in between. */
  take(): boolean {
    if (this.now() - this.#lastTaken > QUIET_MS) this.#taken = 0;
    this.#lastTaken = this.now();
    return ++this.#taken <= MAX_RESTARTS;
  }
}
