import type { Logger } from "./logger.js";
import type { StageMetrics } from "./stage-metrics.js";
import type { Codec } from "../codec/codec.js";
import {
  type EventLog,
  type PartitionBatch,
  type Progress,
  type Subscription,
  partitionName,
} from "../log/event-log.js";
import { isKnownFinal } from "../errors.js";
import { Attempts, type Blocked } from "./attempts.js";
import { notePresence } from "./absence.js";
import { type BackgroundOutcome, stepInBackground } from "./background-step.js";
import { BackgroundWork } from "./background-work.js";
import { EpochHorizon } from "./epoch-horizon.js";
import { StageError } from "./errors.js";
import { KnownProgress } from "./known-progress.js";
import { PeriodicTasks } from "./periodic-tasks.js";
import { DEFAULT_RETRY, type RetryPolicy } from "./retry.js";
import { Replay } from "./replay.js";
import {
  type BackgroundProgress,
  type StageDefinition,
  type StageHandlers,
  allInputs,
} from "./stage-definition.js";
import type { CompletedEpoch, StageStore } from "./stage-store.js";
import { StageReport } from "./stage-report.js";
import { type StageOutcome, type StageParts, handleInTransaction } from "./stage-transaction.js";
import { checkStream } from "./stream-check.js";
import { Turns } from "./turns.js";
import { type WaitingPartition, WaitingPartitions } from "./waiting-partitions.js";

/** How often partitions that wait ask whether another replica has completed their epoch. */
const RESUME_POLL_MS = 200;
const PRESENCE_MS = 60_000;
const STORE_POLL_MS = 2_000;
/** How often to ask whether there is work in the background, after there was none. */
const BACKGROUND_POLL_MS = 1_000;

interface StageRunnerOptions<Transaction> {
  readonly definition: StageDefinition;
  readonly group: string;
  readonly log: EventLog;
  readonly codec: Codec;
  readonly store: StageStore<Transaction>;
  readonly handlers: StageHandlers<Transaction>;
  readonly metrics: StageMetrics;
  readonly logger: Logger;
  /** Called after a commit that may have left something in the outbox. */
  readonly onCommit: () => void;
  readonly retry?: RetryPolicy;
  /** How often to look at the store for what operators ask of the stage. */
  readonly storePollMs?: number;
  /** How often to ask the handlers whether there is work in the background, after there was none. */
  readonly backgroundPollMs?: number;
}

/** Reads a stage's inputs, epoch by epoch, until closed. */
export class StageRunner<Transaction> {
  #subscription: Subscription | null = null;
  #parts: StageParts<Transaction> | null = null;
  readonly #attempts: Attempts;
  readonly #horizon: EpochHorizon;
  readonly #known = new KnownProgress();
  readonly #report: StageReport;
  #completed: CompletedEpoch = { epoch: 0, sequence: 0, stateId: "" };
  #isClosing = false;
  readonly #tasks = new PeriodicTasks((error) => this.#fail(error));
  readonly #background: BackgroundWork;
  /** Batches, dead letters and steps in the background are handled one after the other. */
  readonly #turns = new Turns();
  #reject: (error: unknown) => void = () => {};
  /** Rejects when something else than a batch shows that the stage cannot go on. */
  readonly #failed = new Promise<never>((_, reject) => (this.#reject = reject));
  /** Of the attempt at hand. */
  #transaction: Transaction | null = null;
  readonly #waiting = new WaitingPartitions();

  constructor(private readonly options: StageRunnerOptions<Transaction>) {
    const unmarked = options.definition.inputs.find((topic) => !topic.markers);
    if (unmarked !== undefined) {
      throw new StageError(
        "INPUT_WITHOUT_MARKERS",
        `${unmarked.name} has no markers and cannot be an aligned input`,
      );
    }
    const { definition, log, metrics, logger, retry: policy = DEFAULT_RETRY } = options;
    this.#attempts = new Attempts({ policy, metrics, logger });
    this.#report = new StageReport({ metrics, logger });
    this.#background = new BackgroundWork({
      step: () => this.#stepInBackground(),
      idleMs: options.backgroundPollMs ?? BACKGROUND_POLL_MS,
      onFailure: (error) => this.#fail(error),
    });
    this.#failed.catch(() => {});
    const topics = definition.inputs.map(({ name }) => name);
    this.#horizon = new EpochHorizon({ log, topics, policy });
  }

  /**
   * Begins to read, as soon as the servers that it needs respond.
   * @throws InterludeError if something is wrong that does not pass
   */
  async start(): Promise<void> {
    const { definition, store, codec, handlers } = this.options;
    const partitions = await this.#attempts.untilDone("To check the stream", () => checkStream(this.options));
    this.#parts = {
      definition,
      store,
      codec,
      handlers,
      partitions,
      known: this.#known,
      horizon: this.#horizon,
    };
    this.#completed = await this.#attempts.untilDone("To read the completed epoch", () =>
      store.completedEpoch(),
    );
    this.#known.observeEpoch(this.#completed);
    if (this.#isClosing) return;
    this.options.metrics.completedEpoch.set(this.#completed.epoch);
    // What an epoch lacks may be among the letters. One that has to wait holds nothing up.
    await this.#lookAtStore();
    this.#subscription = await this.#attempts.untilDone("To subscribe", () => this.#subscribe());
    // A shutdown may have come meanwhile.
    if (this.#isClosing) return this.#subscription.close();
    const { storePollMs = STORE_POLL_MS } = this.options;
    this.#tasks.every(Math.min(RESUME_POLL_MS, storePollMs), () => this.#resumeCompleted());
    this.#tasks.every(PRESENCE_MS, () => this.#notePresence());
    this.#tasks.every(storePollMs, () => this.#lookAtStore());
    if (handlers.onBackground !== undefined) this.#background.start();
  }

  get completed(): CompletedEpoch {
    return this.#completed;
  }

  get recordsHandled(): number {
    return this.#report.records;
  }

  /** Why the work at hand is undone and repeated, or no records come; null while the stage goes on. */
  get blocked(): Blocked | null {
    return this.#attempts.blocked ?? this.#subscription?.outage ?? null;
  }

  /** The partitions that are paused, and for which epoch's markers on the others they wait. */
  get waiting(): readonly WaitingPartition[] {
    return this.#waiting.all;
  }

  /** Rejects when the stage cannot go on, with the reason: the process should end and be started anew. */
  get ended(): Promise<void> {
    const ended = this.#subscription?.ended ?? Promise.resolve();
    return Promise.race([ended, this.#failed]).catch((error: Error) => {
      // The subscription is how it ended; why is what its handler or the log said.
      throw isKnownFinal(error.cause) ? error.cause : error;
    });
  }

  /** Time since the stage did anything: asked for records, began an attempt, or was done with a statement of it. */
  get millisecondsSinceProgress(): number {
    // The log is asked for records, or told that this member lives, while its work hangs: that is no progress.
    const busy = this.#turns.milliseconds;
    if (busy !== null) {
      const transaction = this.#transaction;
      const sinceStatement =
        transaction === null ? Infinity : this.options.store.millisecondsSinceStatement(transaction);
      return Math.min(busy, sinceStatement);
    }
    const sincePoll = this.#subscription?.millisecondsSincePoll() ?? Infinity;
    // Looking at the store is an attempt, too, but no sign of a consumer that lives.
    const isAttempting = this.#subscription === null || this.#attempts.blocked !== null;
    return isAttempting ? Math.min(sincePoll, this.#attempts.millisecondsSinceAttempt) : sincePoll;
  }

  /** How long the attempt at hand has taken; 0 while there is none. A large epoch may take minutes. */
  get busyMilliseconds(): number {
    return this.#turns.milliseconds ?? 0;
  }

  /** Lets the work at hand commit, then leaves the group. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#attempts.stop();
    this.#tasks.stop();
    const background = this.#background.stop();
    await this.#subscription?.close();
    await background;
    await this.#turns.done();
  }

  #subscribe(): Promise<Subscription> {
    const { definition, log, store } = this.options;
    return log.subscribe({
      group: this.options.group,
      topics: allInputs(definition).map((topic) => topic.name),
      startOffsets: async (assigned) => {
        this.#waiting.clear();
        const positions = await this.#attempts.untilDone("To read positions", () =>
          store.positions(assigned),
        );
        this.#known.observePositions(positions);
        return new Map(positions.map((position) => [partitionName(position), position.nextOffset]));
      },
      onBatches: (batches) =>
        this.#turns.run(() => this.#handle(batches)).finally(() => this.#background.noteBatch()),
    });
  }

  async #handle(batches: readonly PartitionBatch[]): Promise<readonly Progress[]> {
    this.#known.refuseShorterLog(batches);
    const outcome = await this.#attempt(batches);
    this.#known.observePositions(outcome.positions);
    this.#known.observeEpoch(outcome.completed);
    this.#advance(outcome.completed);
    this.#reportOutcome(outcome);
    const progress = outcome.positions.map((position) => {
      const { topic, partition, nextOffset } = position;
      // Not as of the transaction: another replica may have completed the epoch since.
      return { topic, partition, nextOffset, pause: this.#waiting.observe(position, this.#completed.epoch) };
    });
    this.#subscription?.resume(this.#waiting.release(this.#completed.epoch));
    return progress;
  }

  #attempt(batches: readonly PartitionBatch[]): Promise<StageOutcome> {
    const { store } = this.options;
    return this.#attempts.untilDone(`A transaction of ${batches.map(partitionName).join(", ")}`, async () => {
      this.#turns.beginAttempt();
      await this.#horizon.look(
        batches,
        this.#completed.epoch,
        async () => (await store.completedEpoch()).epoch,
      );
      return this.#inTransaction((transaction) => handleInTransaction(this.#parts!, batches, transaction));
    });
  }

  async #inTransaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const { store, handlers } = this.options;
    try {
      return await store.transaction((transaction) => {
        this.#transaction = transaction;
        return work(transaction);
      });
    } catch (error) {
      await handlers.onRollback?.();
      throw error;
    } finally {
      this.#transaction = null;
    }
  }

  /** Batches have their turns between the attempts. */
  async #stepInBackground(): Promise<BackgroundProgress> {
    const outcome = await this.#attempts.untilDone("A step in the background", () =>
      this.#turns.run(() => this.#attemptInBackground()),
    );
    if (outcome === null) return "done";
    this.#reportOutcome(outcome);
    if (outcome.progress === "more") {
      this.options.metrics.backgroundSeconds.observe(outcome.milliseconds / 1000);
    }
    return outcome.progress;
  }

  async #attemptInBackground(): Promise<BackgroundOutcome | null> {
    if (this.#isClosing) return null;
    return this.#inTransaction((transaction) => stepInBackground(this.#parts!, transaction));
  }

  #reportOutcome(outcome: StageOutcome): void {
    this.#report.add(outcome);
    if (outcome.publishedByTopic.size > 0 || outcome.epochCompleted !== null) this.options.onCommit();
  }

  /** Replays dead letters until none is requested. */
  async #replayRequested(): Promise<void> {
    const replay = new Replay(this.#parts!);
    for (
      let letter = await replay.next();
      letter !== null && !this.#isClosing;
      letter = await replay.next()
    ) {
      const requested = letter;
      const outcome = await this.#turns.run(() => replay.handle(requested));
      if (outcome !== null) this.#reportOutcome(outcome);
    }
  }

  /** Looks for what operators do to the store: request dead letters, set the stage back for a rebuild. */
  async #lookAtStore(): Promise<void> {
    try {
      await this.#turns.run(async () => this.#known.observeEpoch(await this.options.store.completedEpoch()));
      await this.#replayRequested();
    } catch (error) {
      this.options.logger.warn({ err: error }, "could not look at the store; tried again soon");
      if (isKnownFinal(error)) this.#fail(error);
    }
  }

  #advance(completed: CompletedEpoch): void {
    if (completed.epoch < this.#completed.epoch) return;
    if (completed.epoch > this.#completed.epoch) this.#background.wake();
    this.#completed = completed;
    this.options.metrics.completedEpoch.set(completed.epoch);
  }

  /** Another replica may have completed the epoch that partitions here wait for. */
  async #resumeCompleted(): Promise<void> {
    if (this.#waiting.all.length === 0) return;
    const asked = this.#attempts.untilDone("To read the completed epoch", () =>
      this.options.store.completedEpoch(),
    );
    this.#advance(await asked);
    this.#subscription?.resume(this.#waiting.release(this.#completed.epoch));
  }

  /** Begins nothing more. */
  #fail(error: unknown): void {
    this.#reject(error);
    void this.#subscription?.close();
  }

  /** While the log is asked for records, whatever there is can be read. */
  async #notePresence(): Promise<void> {
    const { definition, store } = this.options;
    if (this.#subscription!.millisecondsSincePoll() > PRESENCE_MS) return;
    const { partitions } = this.#parts!;
    await this.#attempts.untilDone("To note the stage's presence", () =>
      notePresence({ definition, store, partitions }),
    );
  }
}
