import { type ReadFile, describeDecompressor } from "@interlude/infra-archives";
import { type Logger, StatusReporter } from "@interlude/infra-runtime";
import { StageMetrics } from "@interlude/stage";
import type { EpochCounts, StreamHistory } from "../history/epoch.js";
import { reasonOf } from "../ingestion-error.js";
import type { OpenedStep } from "../replication/epoch-opener.js";
import type { Step } from "../replication/plan-epoch.js";
import type { FollowerReport } from "../replication/replication-loop.js";
import { ReadingProgress } from "./reading-progress.js";
import { FollowerMetrics } from "./replication-metrics.js";
import type { Saying } from "./status-publisher.js";

const SHOW_EVERY_MS = 1_000;

export interface StatusReportParts {
  readonly reporter: StatusReporter;
  readonly metrics: StageMetrics;
  readonly logger: Logger;
  /** Told what ingestion says of itself, again and again; whether that is news is not looked at here. */
  readonly announce: (saying: Saying) => void;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** Shows the follower's progress where operators look: status, metrics, log, console. */
export class StatusReport implements FollowerReport {
  private readonly gauges: FollowerMetrics;
  /** What was said last of each matter, so that a state that lasts is logged once. */
  private readonly said = new Map<string, string>();
  /** What the follower does or waits for. */
  private doing: string | null = null;
  /** The code of what it is stopped at. */
  private stoppedBy: string | null = null;
  /** What does not keep it from going on. */
  private readonly asides = new Map<string, string>();
  private progress: { readonly of: ReadingProgress; readonly timer: NodeJS.Timeout } | null = null;
  private rows = 0;

  constructor(private readonly parts: StatusReportParts) {
    this.gauges = new FollowerMetrics(parts.metrics, parts.now);
  }

  history(history: StreamHistory): void {
    const { lastEpoch, sequence } = history;
    const { reporter, metrics } = this.parts;
    reporter.setProgress({ completedEpoch: lastEpoch, publishedEpoch: lastEpoch, sequence: sequence ?? 0 });
    metrics.completedEpoch.set(lastEpoch);
    metrics.publishedEpoch.set(lastEpoch);
    this.gauges.reached = history;
    this.announce();
  }

  newest(packet: number | null): void {
    this.gauges.newest = packet;
    this.announce();
  }

  reading({ kind, files }: Step): void {
    this.gauges.unblocked();
    this.stopProgress();
    if (kind === "packet") return this.note(null);
    const progress = new ReadingProgress(files.map(({ name }) => name).join(", "));
    const timer = setInterval(() => this.showProgress(), SHOW_EVERY_MS).unref();
    this.progress = { of: progress, timer };
    this.showProgress();
  }

  /** Archives are compared with their checksums before anything of them is read. */
  verifying(bytes: number, totalBytes: number): void {
    this.note(`comparing archives with their checksums: ${Math.floor((bytes * 100) / totalBytes)} %`);
  }

  /** A file of the step is read from here on. */
  readingFile(one: ReadFile): void {
    const { file, size: bytes } = one;
    const decompressor = describeDecompressor(one.decompressor);
    this.parts.logger.info({ file, bytes, decompressor }, "reading a file");
    this.progress?.of.begin(one);
    this.gauges.progress.reset();
    this.showProgress();
  }

  sent(topic: string, rows: number): void {
    this.rows += rows;
    this.progress?.of.sent(rows);
    this.parts.metrics.published.inc({ topic }, rows);
    this.parts.reporter.setTotal("rows", this.rows);
  }

  rejected(code: string): void {
    this.parts.metrics.deadLetters.inc({ code });
  }

  published({ epoch }: OpenedStep, counts: EpochCounts, milliseconds: number): void {
    this.stopProgress();
    this.note(null);
    this.parts.metrics.epochSeconds.observe(milliseconds / 1000);
    const { kind, sequence, files } = epoch;
    const source = files.map(({ name }) => name).join(", ");
    this.parts.logger.info(
      { epoch: epoch.epoch, kind, sequence, source, ...counts, milliseconds },
      "epoch published",
    );
  }

  waiting(): void {
    this.gauges.unblocked();
    this.note(null);
    this.once("state", "waiting", () => this.parts.logger.info("everything in the source is published"));
  }

  /** Another process has ingestion's lock; what ingestion does is for that one to make known. */
  standingBy(): void {
    const note = "another ingestion process is at work on this database; waiting for it to end";
    this.parts.reporter.setNote(note);
    this.once("state", note, () => this.parts.logger.warn(note));
  }

  blocked(code: string, reason: string): void {
    this.stopProgress();
    this.gauges.blocked(code);
    this.note(`stopped: ${reason}`, code);
    this.once("state", reason, () =>
      this.parts.logger.error({ code, reason }, "ingestion is stopped until its input changes"),
    );
  }

  trouble(error: unknown, attempt: number): void {
    this.stopProgress();
    this.note(`trying again: ${reasonOf(error)}`);
    this.parts.logger.warn({ err: error, attempt }, "a step of ingestion failed and is tried again");
  }

  feedTrouble(code: string, reason: string): void {
    this.gauges.unblocked();
    this.note(`trying again: ${reason}`);
    this.once("state", reason, () => {
      this.gauges.feedTroubles.inc({ code });
      this.parts.logger.warn({ code, reason }, "a packet could not be fetched and is asked for again");
    });
  }

  republished(packets: readonly number[]): void {
    const list = packets.length > 5 ? `${packets.slice(0, 5).join(", ")} …` : packets.join(", ");
    const note =
      packets.length === 0
        ? null
        : `published again with other bytes, and not applied: ${packets.length === 1 ? "packet" : "packets"} ${list} ` +
          "(interlude ingest packets DIR --force N applies one again)";
    this.gauges.republished.set(packets.length);
    this.aside("republished", note, () =>
      this.parts.logger.warn(
        { code: "PACKET_REPUBLISHED", packets },
        "packets were published again with other bytes",
      ),
    );
  }

  unreadable(reasons: readonly string[]): void {
    const note = reasons.length === 0 ? null : `left out: ${reasons.join("; ")}`;
    this.aside("unreadable", note, () =>
      this.parts.logger.error({ code: "SOURCE_FILE_UNREADABLE", reasons }, "files are left out"),
    );
  }

  dumpUnused(reason: string | null): void {
    const note = reason === null ? null : `not loaded: ${reason}`;
    this.aside("dump", note, () =>
      this.parts.logger.warn({ code: "DUMP_UNUSED", reason }, "a dump is left alone"),
    );
  }

  notForced(code: string, reason: string): void {
    this.parts.logger.error({ code, reason }, "a packet is not applied again");
  }

  private showProgress(): void {
    if (this.progress === null) return;
    const { of } = this.progress;
    this.note(of.describe(this.parts.now()));
    if (of.ratio !== null) this.gauges.progress.set({ file: of.ratio.file }, of.ratio.ratio);
  }

  private stopProgress(): void {
    clearInterval(this.progress?.timer);
    this.progress = null;
    this.gauges.progress.reset();
  }

  private aside(matter: string, note: string | null, log: () => void): void {
    if (note === null) this.asides.delete(matter);
    else this.asides.set(matter, note);
    if (note === null) this.said.delete(matter);
    else this.once(matter, note, log);
    this.note(this.doing, this.stoppedBy);
  }

  /** @param stoppedBy code of what it is stopped at, where it is */
  private note(doing: string | null, stoppedBy: string | null = null): void {
    this.doing = doing;
    this.stoppedBy = stoppedBy;
    this.parts.reporter.setNote(this.whole);
    this.announce();
  }

  /** What it does and what else is to be said. */
  private get whole(): string | null {
    const notes = [this.doing, ...this.asides.values()].filter((part) => part !== null);
    return notes.length === 0 ? null : notes.join(" · ");
  }

  private announce(): void {
    const { reached, packetsBehind } = this.gauges;
    const progress = this.progress?.of.ratio?.ratio ?? null;
    const upTo = reached?.upTo ?? null;
    this.parts.announce({ note: this.whole, code: this.stoppedBy, progress, packetsBehind, upTo });
  }

  private once(matter: string, what: string, say: () => void): void {
    if (this.said.get(matter) === what) return;
    this.said.set(matter, what);
    say();
  }
}
