import { setTimeout as sleep } from "node:timers/promises";
import { type Blocked, DEFAULT_RETRY, codeOf, faultOf, reasonOf, retryDelay } from "@interlude/stage";
import { now } from "./health/clock.js";
import type { PartReading } from "./health/service-state.js";
import type { Logger } from "./telemetry/logger.js";

/** Longer than any attempt: clients give up a request after half a minute or so. */
const LIMIT_MS = 5 * 60_000;

/** The steps of a start, each repeated for as long as what it needs is away. */
export class Startup {
  #progressAt = now();
  /** By the step. */
  readonly #blocked = new Map<string, Blocked>();
  readonly #stop = new AbortController();

  constructor(private readonly logger: Pick<Logger, "warn">) {}

  /**
   * The result of the first attempt that succeeds.
   * @param step what is begun, for messages
   * @throws the work's error if the cause does not pass by itself, or once the start is stopped
   */
  async untilDone<Result>(step: string, work: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      this.#progressAt = now();
      try {
        const result = await work();
        this.#blocked.delete(step);
        return result;
      } catch (error) {
        if (faultOf(error) !== "transient" || this.#stop.signal.aborted) throw error;
        const since = this.#blocked.get(step)?.since ?? now();
        this.#blocked.set(step, { code: codeOf(error), reason: `${step}: ${reasonOf(error)}`, since });
        this.logger.warn({ err: error, attempt }, `${step} failed and is repeated until it succeeds`);
        const delay = retryDelay(DEFAULT_RETRY, attempt);
        await sleep(delay, undefined, { signal: this.#stop.signal }).catch(() => {});
      }
    }
  }

  /** A step that fails from now on is not repeated. */
  stop(): void {
    this.#stop.abort();
  }

  read(): PartReading {
    const [blocked = null] = this.#blocked.values();
    return { progressAt: this.#progressAt, limitMs: LIMIT_MS, blocked };
  }
}
