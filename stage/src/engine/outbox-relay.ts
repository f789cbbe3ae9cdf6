import { EPOCH_HEADER } from "@interlude/contracts";
import type { Logger } from "./logger.js";
import type { EventLog, OutgoingRecord } from "../log/event-log.js";
import { recordsOf } from "./outbox-frames.js";
import { DEFAULT_RETRY, retryDelay } from "./retry.js";
import type { OutboxBatch, OutboxLease, OutboxStore } from "./stage-store.js";

/** Read and sent at once; as much again is read ahead meanwhile. */
const READ_BYTES = 4 * 1024 * 1024;
const IDLE_MS = 250;
/**
 * An outbox that a large transaction is filling is slow to scan, and has nothing yet. A commit of this process wakes the
 * relay; only what other replicas commit waits until the next scan.
 */
const IDLE_TO_SCAN = 50;
const MAX_IDLE_MS = 15_000;

interface OutboxRelayOptions {
  readonly outbox: OutboxStore;
  readonly log: EventLog;
  readonly logger: Logger;
  readonly onPublishedEpoch: (epoch: number) => void;
}

/**
 * Moves what transactions left in the outbox to the log, in order, at least once.
 *
 * Of several replicas one relays at a time; the others wait for its lease.
 */
export class OutboxRelay {
  #publishedEpoch = 0;
  #stopping = false;
  #finished: Promise<void> | null = null;
  #wake: () => void = () => {};
  #awake = false;

  constructor(private readonly options: OutboxRelayOptions) {}

  start(): void {
    this.#finished = this.#run();
  }

  /** Says that there is something to send. */
  wake(): void {
    this.#awake = true;
    this.#wake();
  }

  /** Newest epoch of which everything, its marker included, has left. */
  get publishedEpoch(): number {
    return this.#publishedEpoch;
  }

  /** Sends what is there, then stops. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#finished;
  }

  async #run(): Promise<void> {
    for (let attempt = 1; ;) {
      try {
        const lease = await this.options.outbox.acquire();
        if (lease !== null) {
          await this.#relay(lease, () => (attempt = 1));
        } else if (!this.#stopping) {
          await this.#pause(IDLE_MS);
        }
        if (this.#stopping) return;
      } catch (error) {
        this.options.logger.warn(
          { err: error, attempt },
          "the outbox could not be relayed and is tried again",
        );
        if (this.#stopping) return;
        await this.#pause(retryDelay(DEFAULT_RETRY, attempt));
        attempt += 1;
      }
    }
  }

  async #relay(lease: OutboxLease, onProgress: () => void): Promise<void> {
    try {
      for (;;) {
        this.#awake = false;
        const completed = await lease.completedEpoch();
        const began = performance.now();
        if (!(await this.#sendAll(lease, onProgress))) {
          this.#published(completed);
          if (this.#stopping) return;
          const scan = performance.now() - began;
          await this.#pause(Math.min(MAX_IDLE_MS, Math.max(IDLE_MS, scan * IDLE_TO_SCAN)));
        }
        onProgress();
      }
    } finally {
      await lease.release();
    }
  }

  /** Sends what waits, oldest first, reading ahead of the sending; false if nothing waits. */
  async #sendAll(lease: OutboxLease, onProgress: () => void): Promise<boolean> {
    let batches = await lease.read(0n, READ_BYTES);
    if (batches.length === 0) return false;
    while (batches.length > 0) {
      const last = batches.at(-1)!;
      const next = lease.read(last.id, READ_BYTES);
      // If both fail, the append's error is thrown; the read fails for the same lease.
      next.catch(() => {});
      await this.options.log.append(outgoing(batches));
      await lease.delete(batches);
      this.#published(epochOf(last) - 1);
      onProgress();
      batches = await next;
    }
    return true;
  }

  #published(epoch: number): void {
    if (epoch <= this.#publishedEpoch) return;
    this.#publishedEpoch = epoch;
    this.options.onPublishedEpoch(epoch);
  }

  async #pause(milliseconds: number): Promise<void> {
    if (this.#awake) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function outgoing(batches: readonly OutboxBatch[]): OutgoingRecord[] {
  const records: OutgoingRecord[] = [];
  for (const batch of batches) {
    const { topic, partition } = batch;
    for (const { key, value, headers: own } of recordsOf(batch)) {
      const headers = own === undefined ? batch.headers : { ...own, ...batch.headers };
      records.push({ topic, partition, headers, key, value });
    }
  }
  return records;
}

function epochOf({ headers }: OutboxBatch): number {
  return Number(headers[EPOCH_HEADER] ?? 0);
}
