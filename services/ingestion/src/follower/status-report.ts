import { StatusBoard } from "@interlude/infra-service";
import { type Logger, StageMetrics } from "@interlude/infra-telemetry";
import type { EpochCounts, StreamHistory } from "../epochs/epoch.js";
import { reasonOf } from "../ingestion-error.js";
import type { FollowerReport } from "./follower.js";
import type { Step } from "./next-step.js";
import type { OpenedStep } from "./read-step.js";

/** Shows the follower's progress where operators look: status, metrics, log. */
export class StatusReport implements FollowerReport {
  private readonly blockedGauge;
  /** What was said last, so that a state that lasts is logged once. */
  private said = "";
  private rows = 0;

  constructor(
    private readonly board: StatusBoard,
    private readonly metrics: StageMetrics,
    private readonly logger: Logger,
  ) {
    this.blockedGauge = metrics.gauge(
      "interlude_follower_blocked",
      "1 while ingestion is stopped at input that it must not use",
    );
    this.blockedGauge.set(0);
  }

  history({ lastEpoch, sequence }: StreamHistory): void {
    this.board.progress({ completedEpoch: lastEpoch, publishedEpoch: lastEpoch, sequence: sequence ?? 0 });
    this.metrics.completedEpoch.set(lastEpoch);
    this.metrics.publishedEpoch.set(lastEpoch);
  }

  reading({ kind, files }: Step): void {
    this.goingOn();
    if (kind !== "packet") this.board.note(`reading ${files.map(({ name }) => name).join(", ")}`);
  }

  sent(topic: string, records: number): void {
    this.rows += records;
    this.metrics.published.inc({ topic }, records);
    this.board.total("rows", this.rows);
  }

  rejected(code: string): void {
    this.metrics.deadLetters.inc({ code });
  }

  published({ epoch }: OpenedStep, counts: EpochCounts, milliseconds: number): void {
    this.board.note(null);
    this.metrics.epochSeconds.observe(milliseconds / 1000);
    const { kind, sequence, files } = epoch;
    const source = files.map(({ name }) => name).join(", ");
    this.logger.info(
      { epoch: epoch.epoch, kind, sequence, source, ...counts, milliseconds },
      "epoch published",
    );
  }

  waiting(): void {
    this.goingOn();
    this.board.note(null);
    this.once("nothing left to read", () => this.logger.info("everything in the source is published"));
  }

  /** Another process has ingestion's lock. */
  standingBy(): void {
    const note = "another ingestion process is at work on this database; waiting for it to end";
    this.board.note(note);
    this.once(note, () => this.logger.warn(note));
  }

  blocked(code: string, reason: string): void {
    this.blockedGauge.set(1);
    this.board.note(`stopped: ${reason}`);
    this.once(reason, () =>
      this.logger.error({ code, reason }, "ingestion is stopped until its input changes"),
    );
  }

  trouble(error: unknown, attempt: number): void {
    this.board.note(`trying again: ${reasonOf(error)}`);
    this.logger.warn({ err: error, attempt }, "a step of ingestion failed and is tried again");
  }

  private goingOn(): void {
    this.blockedGauge.set(0);
  }

  private once(what: string, say: () => void): void {
    if (this.said === what) return;
    this.said = what;
    say();
  }
}
