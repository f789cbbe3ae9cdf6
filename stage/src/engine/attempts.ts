import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, faultOf, isKnownFinal, reasonOf } from "../errors.js";
import { HANDLER_FAILED, StageError } from "./errors.js";
import type { Logger } from "./logger.js";
import { type RetryPolicy, retryDelay } from "./retry.js";
import type { StageMetrics } from "./stage-metrics.js";

/** Why work is repeated instead of going on. */
export interface Blocked {
  readonly code: string;
  readonly reason: string;
  /** Unix time in milliseconds of the first attempt that failed. */
  readonly since: number;
}

interface AttemptsOptions {
  readonly policy: RetryPolicy;
  readonly metrics: Pick<StageMetrics, "blocked" | "retries">;
  readonly logger: Logger;
}

/**
 * Repeats work for as long as another attempt may end otherwise: without end while the cause may pass, a bounded number
 * of times when it is not known, never when it is known to be final.
 */
export class Attempts {
  readonly #blocked = new Map<object, Blocked>();
  readonly #stop = new AbortController();
  #attemptedAt = performance.now();

  constructor(private readonly options: AttemptsOptions) {}

  /** What has been failing for longest; null while everything goes on. */
  get blocked(): Blocked | null {
    return this.#blocked.values().next().value ?? null;
  }

  /** Time since an attempt began last: one that fails is a sign of life, too. */
  get millisecondsSinceAttempt(): number {
    return performance.now() - this.#attemptedAt;
  }

  /** Work that fails from now on is not repeated. */
  stop(): void {
    this.#stop.abort();
  }

  /**
   * The result of the first attempt that succeeds.
   * @param what it is that is attempted, for messages
   * @throws the work's error if it is known to be final, or after `stop`
   * @throws StageError `BATCH_FAILED` after the policy's number of attempts that failed for an unknown cause
   */
  async untilDone<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    const token = {};
    try {
      for (let attempt = 1, unknown = 0; ; attempt += 1) {
        this.#attemptedAt = performance.now();
        try {
          return await work();
        } catch (error) {
          if (isKnownFinal(error) || this.#stop.signal.aborted) throw error;
          if (faultOf(error) !== "transient") unknown += 1;
          if (unknown >= this.options.policy.attempts) throw gaveUp(what, unknown, error);
          this.#note(token, what, attempt, error);
          await this.#pause(attempt);
        }
      }
    } finally {
      this.#blocked.delete(token);
      this.#measure();
    }
  }

  #note(token: object, what: string, attempt: number, error: unknown): void {
    const { metrics, logger } = this.options;
    const code = codeOf(error, HANDLER_FAILED);
    const since = this.#blocked.get(token)?.since ?? Date.now();
    this.#blocked.set(token, { code, reason: reasonOf(error), since });
    this.#measure();
    metrics.retries.inc({ code });
    logger.warn({ err: error, attempt, fault: faultOf(error) }, `${what} failed and is repeated`);
  }

  #measure(): void {
    const { blocked } = this.options.metrics;
    blocked.reset();
    for (const { code } of this.#blocked.values()) blocked.set({ code }, 1);
  }

  async #pause(attempt: number): Promise<void> {
    const milliseconds = retryDelay(this.options.policy, attempt);
    await sleep(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => {});
  }
}

function gaveUp(what: string, attempts: number, cause: unknown): StageError {
  const message = `${what} failed at each of ${attempts} attempts, at last with ${codeOf(cause)}: ${reasonOf(cause)}`;
  return new StageError("BATCH_FAILED", message, { cause });
}
