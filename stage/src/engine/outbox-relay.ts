import { setTimeout as sleep } from "node:timers/promises";
import { EPOCH_HEADER } from "@interlude/contracts";
import { codeOf, reasonOf } from "../errors.js";
import type { EventLog } from "../log/event-log.js";
import type { Blocked } from "./attempts.js";
import type { Logger } from "./logger.js";
import { OutboxSender } from "./outbox-sender.js";
import { DEFAULT_RETRY, type RetryPolicy, retryDelay } from "./retry.js";
import type { StageMetrics } from "./stage-metrics.js";
import type { OutboxBatch, OutboxLease, OutboxStore } from "./stage-store.js";

const IDLE_MS = 250;
/** What the log refuses it takes only after an operator has changed something. */
const REFUSED_RETRY: RetryPolicy = { attempts: Infinity, firstDelayMs: 5_000, maxDelayMs: 60_000 };
/** Another process relays by now: no fault, and nothing waits for this one. */
const HANDOVERS = new Set(["LEASE_LOST", "PRODUCER_FENCED"]);

interface OutboxRelayOptions {
  /** Name of the stage. */
  readonly service: string;
  readonly outbox: OutboxStore;
  readonly log: Pick<EventLog, "openAppender">;
  readonly logger: Logger;
  readonly metrics: Pick<StageMetrics, "relayFenced" | "relayRefused">;
  readonly onPublishedEpoch: (epoch: number) => void;
}

/**
 * Moves what transactions left in the outbox to the log, in order, at least once.
 *
 * Of several replicas one relays at a time; the others wait for its lease. One that was paused meanwhile is refused by the
 * log, where another has taken over its identity.
 */
export class OutboxRelay {
  #publishedEpoch = 0;
  #finished: Promise<void> | null = null;
  readonly #stop = new AbortController();
  #awake = new AbortController();
  #turnAt = performance.now();
  #blocked: Blocked | null = null;
  #waitingSince: number | null = null;
  #attempt = 1;

  constructor(private readonly options: OutboxRelayOptions) {}

  start(): void {
    this.#finished = this.#run();
    // Who stops it, or asks for the end, hears of it.
    this.#finished.catch(() => {});
  }

  /** Says that there is something to send. */
  wake(): void {
    this.#awake.abort();
  }

  /** Newest epoch of which everything, its marker included, has left. */
  get publishedEpoch(): number {
    return this.#publishedEpoch;
  }

  /** Rejects if it cannot go on: a topic has lost what was sent to it. */
  get ended(): Promise<void> {
    return this.#finished ?? Promise.resolve();
  }

  /** Why nothing leaves; null while it does, or another replica relays. */
  get blocked(): Blocked | null {
    return this.#blocked;
  }

  /** Time since it did anything: asked for the lease, read, sent, deleted or waited for more. */
  get millisecondsSinceTurn(): number {
    return performance.now() - this.#turnAt;
  }

  /** For how long the oldest that this process has seen in the outbox has waited; 0 if nothing does. */
  get oldestMilliseconds(): number {
    return this.#waitingSince === null ? 0 : performance.now() - this.#waitingSince;
  }

  /** Sends what is there, then stops. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.wake();
    await this.#finished?.catch(() => {});
  }

  async #run(): Promise<void> {
    for (;;) {
      this.#turnAt = performance.now();
      this.#awake = new AbortController();
      try {
        const lease = await this.options.outbox.acquire();
        if (lease !== null) await this.#relay(lease);
        else this.#standBy();
        if (this.#stop.signal.aborted) return;
        await this.#pause(IDLE_MS);
      } catch (error) {
        const policy = this.#note(error);
        if (this.#stop.signal.aborted) return;
        await sleep(retryDelay(policy, this.#attempt), undefined, { signal: this.#stop.signal }).catch(
          () => {},
        );
        this.#attempt += 1;
      }
    }
  }

  /** Relays until it is stopped. */
  async #relay(lease: OutboxLease): Promise<void> {
    const { service, log } = this.options;
    const sender = new OutboxSender({
      id: `${service}.outbox`,
      lease,
      log,
      onWaiting: () => (this.#waitingSince ??= performance.now()),
      onSent: (batches) => this.#sent(batches),
      onLetterRefused: (batch, error) => this.#letterRefused(batch, error),
    });
    try {
      for (;;) {
        this.#awake = new AbortController();
        const completed = await lease.completedEpoch();
        const isAll = !(await sender.sendWaiting());
        this.#gotOn();
        if (!isAll) continue;
        this.#published(completed);
        if (this.#stop.signal.aborted) return;
        await this.#pause(IDLE_MS);
      }
    } finally {
      await sender.close();
      await lease.release();
    }
  }

  #sent(batches: readonly OutboxBatch[]): void {
    this.#gotOn();
    this.#published(Number(batches.at(-1)!.headers[EPOCH_HEADER] ?? 0) - 1);
  }

  #gotOn(): void {
    this.#turnAt = performance.now();
    this.#waitingSince = null;
    this.#blocked = null;
    this.#attempt = 1;
  }

  #standBy(): void {
    this.#waitingSince = null;
    this.#blocked = null;
  }

  #letterRefused(batch: OutboxBatch, error: unknown): void {
    const { metrics, logger } = this.options;
    metrics.relayRefused.inc({ topic: batch.topic }, batch.count);
    logger.warn(
      { err: error, topic: batch.topic },
      "a dead letter is in the store, but the log does not take it",
    );
    this.#gotOn();
  }

  /**
   * Takes note of a failure, and says how to go on.
   * @throws the error if that has no point
   */
  #note(error: unknown): RetryPolicy {
    const { logger, metrics } = this.options;
    const code = codeOf(error);
    if (code === "OUTPUT_LOST") throw error;
    if (HANDOVERS.has(code)) {
      metrics.relayFenced.inc();
      this.#standBy();
      logger.warn({ err: error }, "the relay gives up its lease");
      return DEFAULT_RETRY;
    }
    this.#blocked = { code, reason: reasonOf(error), since: this.#blocked?.since ?? Date.now() };
    logger.warn({ err: error, attempt: this.#attempt }, "the outbox could not be relayed and is tried again");
    return code === "RECORD_REFUSED" ? REFUSED_RETRY : DEFAULT_RETRY;
  }

  #published(epoch: number): void {
    if (epoch <= this.#publishedEpoch) return;
    this.#publishedEpoch = epoch;
    this.options.onPublishedEpoch(epoch);
  }

  /** Waits, unless it is woken. */
  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#awake.signal }).catch(() => {});
  }
}
