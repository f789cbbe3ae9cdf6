import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "@interlude/stage";
import type { Database } from "../database.js";
import { Lease } from "../leases.js";
import type { FitMessage, Interrupted } from "./training-thread.js";

/** How often a replica looks whether a training is pending. */
const LOOK_MS = 500;

/** A training that is not decided yet. */
export interface OpenTraining {
  readonly id: string;
  /** Epoch as of whose end the model is trained. */
  readonly epoch: number;
  /** `pending` until it is fitted. */
  readonly state: string;
}

/** What of the trainings of a service differs from others'. */
export interface TrainerParts<Training extends OpenTraining, Outcome> {
  /** Name of the lease, among those of the stage. */
  readonly lease: string;
  /** The one that is not decided yet, or null. */
  readonly open: () => Promise<Training | null>;
  readonly fit: (training: Training, signal: AbortSignal) => Promise<FitMessage<Outcome>>;
  readonly save: (training: Training, outcome: Outcome) => Promise<void>;
  /** The outcome of a fit that ended in an error: it would fail again, and an epoch waits for an outcome. */
  readonly failed: (reason: string) => Outcome;
}

interface TrainerLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Fits the models of pending trainings beside the stream, one replica at a time. If it is killed, its lease ends with its
 * connection, and another one fits the same model.
 */
export class LeasedTrainer<Training extends OpenTraining, Outcome extends { readonly kind: string }> {
  readonly #stop = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly logger: TrainerLog,
    private readonly parts: TrainerParts<Training, Outcome>,
  ) {}

  start(): void {
    this.#ended = this.#run();
  }

  /** Ends a fit that goes on; another process or the next start does it over. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.fitPending();
      } catch (error) {
        if (signal.aborted) return;
        this.logger.warn({ err: error }, "a training is tried again");
      }
      await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
    }
  }

  /** Fits the pending training, if there is one and no other replica is at it. */
  async fitPending(): Promise<void> {
    if ((await this.#pending()) === null) return;
    const session = await this.database.session();
    let failure: Error | undefined;
    try {
      const query = async (text: string, values: readonly unknown[]) =>
        (await session.query(text, [...values])).rows;
      const lease = await Lease.acquire(this.parts.lease, query, { endsWithConnection: true });
      if (lease === null) return;
      try {
        // Another replica may have fitted it just before it let go of the lease.
        const training = await this.#pending();
        if (training !== null) await this.#fit(training);
      } finally {
        await lease.release();
      }
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      session.release(failure);
    }
  }

  async #pending(): Promise<Training | null> {
    const open = await this.parts.open();
    return open?.state === "pending" ? open : null;
  }

  async #fit(training: Training): Promise<void> {
    const message = await this.#messageOf(training);
    if (isInterrupted(message)) {
      this.logger.warn({ epoch: training.epoch, reason: message.reason }, "a training is tried again");
    } else {
      await this.parts.save(training, message as Outcome);
    }
  }

  async #messageOf(training: Training): Promise<FitMessage<Outcome>> {
    const { epoch } = training;
    const began = performance.now();
    try {
      const message = await this.parts.fit(training, this.#stop.signal);
      const seconds = Math.round((performance.now() - began) / 1000);
      this.logger.info({ epoch, outcome: message.kind, seconds }, "a training has ended");
      return message;
    } catch (error) {
      if (this.#stop.signal.aborted) throw error;
      this.logger.error({ err: error, epoch }, "a training failed");
      return this.parts.failed(`the fit failed: ${reasonOf(error)}`);
    }
  }
}

function isInterrupted<Outcome extends { readonly kind: string }>(
  message: FitMessage<Outcome>,
): message is Interrupted {
  return message.kind === "interrupted";
}
