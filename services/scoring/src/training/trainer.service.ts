import { setTimeout as sleep } from "node:timers/promises";
import { Database, Lease } from "@interlude/infra-postgres";
import { LOGGER, type Logger, SETTINGS } from "@interlude/infra-runtime";
import { reasonOf } from "@interlude/stage";
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Optional,
} from "@nestjs/common";
import type { ScoringSettings } from "../settings.js";
import { fitInThread } from "./fit-thread.js";
import type { FitMessage } from "./fit-worker.js";
import { type OpenTraining, TrainingsRepository } from "./trainings.repository.js";

/** How often a replica looks whether a training is pending. */
const LOOK_MS = 500;
/** Of the replica that fits, among the leases of the stage. */
const LEASE = "link training";

type TrainerSettings = Pick<ScoringSettings, "feedbackWeight"> & { readonly databaseUrl: string };

/**
 * Fits the models of pending trainings, one replica at a time. If it is killed, its lease ends with its connection, and
 * another one fits the same model.
 */
@Injectable()
export class Trainer implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #stop = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly trainings: TrainingsRepository,
    @Inject(SETTINGS) private readonly settings: TrainerSettings,
    @Inject(LOGGER) private readonly logger: Pick<Logger, "info" | "warn" | "error">,
    @Optional() private readonly fit: typeof fitInThread = fitInThread,
  ) {}

  onApplicationBootstrap(): void {
    this.#ended = this.#run();
  }

  async onApplicationShutdown(): Promise<void> {
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
    const pending = await this.#pending();
    if (pending === null) return;
    const session = await this.database.session();
    let failure: Error | undefined;
    try {
      const query = async (text: string, values: readonly unknown[]) =>
        (await session.query(text, [...values])).rows;
      const lease = await Lease.acquire(LEASE, query, { endsWithConnection: true });
      if (lease === null) return;
      try {
        // Another replica may have fitted it just before it let go of the lease.
        const training = await this.#pending();
        if (training === null) return;
        const outcome = await this.#outcomeOf(training);
        if (outcome.kind === "interrupted") {
          this.logger.warn({ epoch: training.epoch, reason: outcome.reason }, "a training is tried again");
        } else {
          await this.trainings.saveOutcome(this.database, training.id, outcome);
        }
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

  async #pending(): Promise<OpenTraining | null> {
    const open = await this.trainings.open(this.database);
    return open?.state === "pending" ? open : null;
  }

  async #outcomeOf(training: OpenTraining): Promise<FitMessage> {
    const began = performance.now();
    try {
      const { databaseUrl, feedbackWeight } = this.settings;
      const outcome = await this.fit(databaseUrl, { ...training, feedbackWeight }, this.#stop.signal);
      const seconds = Math.round((performance.now() - began) / 1000);
      this.logger.info({ epoch: training.epoch, outcome: outcome.kind, seconds }, "a training has ended");
      return outcome;
    } catch (error) {
      if (this.#stop.signal.aborted) throw error;
      // It would fail again, and an epoch waits for an outcome.
      this.logger.error({ err: error, epoch: training.epoch }, "a training failed");
      return { kind: "failed", code: "LINK_TRAINING_FAILED", reason: `the fit failed: ${reasonOf(error)}` };
    }
  }
}
