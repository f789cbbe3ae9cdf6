import { setImmediate } from "node:timers/promises";
import type { BackgroundProgress } from "./stage-definition.js";

/** Batches follow each other in less while the log has more of them. */
const QUIET_MS = 20;

interface BackgroundWorkOptions {
  /** Does one step, when its turn comes. */
  readonly step: () => Promise<BackgroundProgress>;
  /** How long to wait before asking again whether there is work. */
  readonly idleMs: number;
  /** Told why a step cannot be done; there are no more then. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Work behind the batches, step by step until stopped. While batches follow each other a step is done about once a second
 * only; in between, steps follow each other, and a batch waits for one at most.
 */
export class BackgroundWork {
  #isStopped = false;
  #isWoken = false;
  #batchAt = -Infinity;
  #ended: Promise<void> = Promise.resolve();
  #endPause: () => void = () => {};

  constructor(private readonly options: BackgroundWorkOptions) {}

  start(): void {
    this.#ended = this.#run().catch((error: unknown) => {
      if (!this.#isStopped) this.options.onFailure(error);
    });
  }

  /** Says that a batch has been handled: another may follow. */
  noteBatch(): void {
    this.#batchAt = performance.now();
  }

  /** Says that there may be work now. */
  wake(): void {
    this.#isWoken = true;
    this.#endPause();
  }

  /** Resolves when the step at hand is done; no other begins. */
  stop(): Promise<void> {
    this.#isStopped = true;
    this.#endPause();
    return this.#ended;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      this.#isWoken = false;
      const progress = await this.options.step();
      // A batch that has arrived meanwhile has its turn first.
      await setImmediate();
      if (progress === "done" && !this.#isWoken) await this.#pause(this.options.idleMs);
      await this.#untilQuiet();
    }
  }

  async #untilQuiet(): Promise<void> {
    const latest = performance.now() + this.options.idleMs;
    while (!this.#isStopped && performance.now() < Math.min(latest, this.#batchAt + QUIET_MS)) {
      await this.#pause(QUIET_MS);
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    if (this.#isStopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
