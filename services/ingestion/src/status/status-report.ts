import { type ReadFile, describeDecompressor } from "@interlude/infra-archives";
import { type Logger, StatusReporter, type WorkProgress } from "@interlude/infra-runtime";
import { StageMetrics, reasonOf } from "@interlude/stage";
import type { Epoch, EpochCounts, Omission, StreamHistory } from "../history/epoch.js";
import { REPUBLISHED } from "../replication/omitted-files.js";
import type { PlannedEpoch } from "../replication/plan-epoch.js";
import type { ReplicationReport } from "../replication/replication-report.js";
import { ReadingProgress } from "./reading-progress.js";
import { ReplicationMetrics } from "./replication-metrics.js";
import type { StatusUpdate } from "./status-publisher.js";
import { ToldOmissions } from "./told-omissions.js";

const SHOW_EVERY_MS = 1_000;

/** Reasons why files are left alone that the note has. */
const SHOWN_REASONS = 3;

/** What fails for long is logged about once a minute. */
const LOGGED_ATTEMPTS = 12;

interface StatusReportOptions {
  readonly reporter: StatusReporter;
  readonly metrics: StageMetrics;
  /** Told of everything that shows that the process works, for its health. */
  readonly work: Pick<WorkProgress, "progressed" | "failed" | "succeeded">;
  readonly logger: Logger;
  /** Called with every status, changed or not. */
  readonly publish: (status: StatusUpdate) => void;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}

/** Shows the progress of replication where operators look: status, metrics, log, console. */
export class StatusReport implements ReplicationReport {
  readonly #metrics: ReplicationMetrics;
  /** What was logged last of each matter, so that a state that lasts is logged once. */
  readonly #logged = new Map<string, string>();
  /** What ingestion does or waits for. */
  #activity: string | null = null;
  /** The code of what blocks it. */
  #blockedBy: string | null = null;
  /** What does not keep it from going on, by matter. */
  readonly #remarks = new Map<string, string>();
  readonly #omissions = new ToldOmissions();
  #progress: { readonly of: ReadingProgress; readonly timer: NodeJS.Timeout } | null = null;
  #rows = 0;

  constructor(private readonly options: StatusReportOptions) {
    this.#metrics = new ReplicationMetrics(options.metrics, options.now);
  }

  history(history: StreamHistory): void {
    const { lastEpoch, sequence } = history;
    const { reporter, metrics, work } = this.options;
    work.progressed();
    reporter.setProgress({ completedEpoch: lastEpoch, publishedEpoch: lastEpoch, sequence: sequence ?? 0 });
    metrics.completedEpoch.set(lastEpoch);
    metrics.publishedEpoch.set(lastEpoch);
    this.#metrics.reached = history;
    this.#omissions.ofEpochs = history.omissions;
    this.#publish();
  }

  newest(packet: number | null): void {
    this.#metrics.newest = packet;
    this.#publish();
  }

  reading({ kind, files }: PlannedEpoch): void {
    this.#metrics.unblocked();
    this.#stopProgress();
    if (kind === "packet") return this.#show(null);
    const input = kind === "replay" ? "dead letters again" : files.map(({ name }) => name).join(", ");
    const progress = new ReadingProgress(input);
    const timer = setInterval(() => this.#showProgress(), SHOW_EVERY_MS).unref();
    this.#progress = { of: progress, timer };
    this.#showProgress();
  }

  /** Archives are compared with their checksums, and their tables with their layouts, before anything of them is sent. */
  verifying(bytes: number, totalBytes: number): void {
    this.options.work.progressed();
    this.#show(`checking archives before they are read: ${Math.floor((bytes * 100) / totalBytes)} %`);
  }

  /** The reading of a file of the epoch begins. */
  readingFile(one: ReadFile): void {
    const { file, size: bytes } = one;
    const decompressor = describeDecompressor(one.decompressor);
    this.options.logger.info({ file, bytes, decompressor }, "reading a file");
    this.#progress?.of.begin(one);
    this.#metrics.progress.reset();
    this.#showProgress();
  }

  sent(topic: string, rows: number): void {
    this.options.work.succeeded();
    this.#rows += rows;
    this.#progress?.of.sent(rows);
    this.options.metrics.published.inc({ topic }, rows);
    this.options.reporter.setTotal("rows", this.#rows);
  }

  deadLetter(code: string): void {
    this.options.metrics.deadLetters.inc({ code });
  }

  published({ epoch, kind, sequence, files }: Epoch, counts: EpochCounts, milliseconds: number): void {
    this.options.work.succeeded();
    this.#stopProgress();
    this.#show(null);
    this.options.metrics.epochSeconds.observe(milliseconds / 1000);
    for (const { what, code, count } of counts.omissions) this.#metrics.omissions.inc({ what, code }, count);
    const source = files.map(({ name }) => name).join(", ");
    this.options.logger.info({ epoch, kind, sequence, source, ...counts, milliseconds }, "epoch published");
  }

  waiting(): void {
    this.options.work.succeeded();
    this.#metrics.unblocked();
    this.#show(null);
    this.#logOnce("state", "waiting", () =>
      this.options.logger.info("everything in the source is published"),
    );
  }

  /** Another process has ingestion's lock, and publishes the status. */
  standingBy(): void {
    this.options.work.succeeded();
    const note = "another ingestion process is at work on this database; waiting for it to end";
    this.options.reporter.setNote(note);
    this.#logOnce("state", note, () => this.options.logger.warn(note));
  }

  blocked(code: string, reason: string): void {
    this.options.work.succeeded();
    this.#stopProgress();
    this.#metrics.blocked(code);
    this.#show(`stopped: ${reason}`, code);
    this.#logOnce("state", reason, () =>
      this.options.logger.error({ code, reason }, "ingestion is stopped until its input changes"),
    );
  }

  retrying(error: unknown, attempt: number): void {
    this.options.work.failed(error);
    this.#stopProgress();
    this.#show(`trying again: ${reasonOf(error)}`);
    if (attempt % LOGGED_ATTEMPTS !== 1) return;
    this.options.logger.warn({ err: error, attempt }, "replication failed and is tried again");
  }

  fetchFailed(code: string, reason: string): void {
    this.options.work.succeeded();
    this.#metrics.unblocked();
    this.#show(`trying again: ${reason}`);
    this.#logOnce("state", reason, () => {
      this.#metrics.fetchFailures.inc({ code });
      this.options.logger.warn({ code, reason }, "a packet could not be fetched and is asked for again");
    });
  }

  changedPackets(packets: readonly number[], unreadable: readonly string[]): void {
    const list = packets.length > 5 ? `${packets.slice(0, 5).join(", ")} …` : packets.join(", ");
    const note =
      packets.length === 0
        ? null
        : `published again with other bytes, and not applied: ${packets.length === 1 ? "packet" : "packets"} ${list} ` +
          "(interlude ingest packets DIR --force N applies one again)";
    this.#metrics.changedPackets.set(packets.length);
    this.#remark("changed packets", note, () =>
      this.options.logger.warn(
        { code: "PACKET_REPUBLISHED", packets },
        "packets were published again with other bytes",
      ),
    );
    const unread =
      unreadable.length === 0 ? null : `not compared with what was applied: ${unreadable.join("; ")}`;
    this.#remark("unread packets", unread, () =>
      this.options.logger.error(
        { code: "SOURCE_FILE_UNREADABLE", reasons: unreadable },
        "packets cannot be compared with what was applied",
      ),
    );
  }

  omittedFiles(files: readonly Omission[]): void {
    for (const { file, code, example: reason } of this.#omissions.leave(files)) {
      this.#metrics.omissions.inc({ what: "file", code });
      this.options.logger.warn({ code, file, reason }, "a file is left alone");
    }
    // Packets that were published again have a remark of their own, from a scan that is told more often.
    const reasons = new Set(files.filter(({ code }) => code !== REPUBLISHED).map(({ example }) => example));
    const shown = [...reasons].slice(0, SHOWN_REASONS).join("; ");
    const more = reasons.size > SHOWN_REASONS ? `; and ${reasons.size - SHOWN_REASONS} more` : "";
    this.#remark("omitted files", reasons.size === 0 ? null : `left alone: ${shown}${more}`);
  }

  notReapplied(code: string, reason: string): void {
    this.options.logger.error({ code, reason }, "a packet is not applied again");
  }

  polling(code: string | null): void {
    const note =
      code === null
        ? null
        : `the source folder cannot be watched (${code}) and is only polled; raise the system's limit of watches, ` +
          "or keep the folder on a local file system, to have new files noticed at once";
    this.#remark("polling", note, () => this.options.logger.warn({ code: "FOLDER_POLLED" }, note!));
  }

  #showProgress(): void {
    if (this.#progress === null) return;
    const { of } = this.#progress;
    // Tables that are not replicated are read for long without anything being sent.
    if (of.advanced()) this.options.work.progressed();
    this.#show(of.describe(this.options.now()));
    if (of.ratio !== null) this.#metrics.progress.set({ file: of.ratio.file }, of.ratio.ratio);
  }

  #stopProgress(): void {
    clearInterval(this.#progress?.timer);
    this.#progress = null;
    this.#metrics.progress.reset();
  }

  #remark(matter: string, note: string | null, log: () => void = () => undefined): void {
    if (note === null) {
      this.#remarks.delete(matter);
      this.#logged.delete(matter);
    } else {
      this.#remarks.set(matter, note);
      this.#logOnce(matter, note, log);
    }
    this.#show(this.#activity, this.#blockedBy);
  }

  /** @param blockedBy code of what blocks ingestion, if something does */
  #show(activity: string | null, blockedBy: string | null = null): void {
    this.#activity = activity;
    this.#blockedBy = blockedBy;
    this.options.reporter.setNote(this.#note);
    this.#publish();
  }

  /** The activity and the remarks. */
  get #note(): string | null {
    const notes = [this.#activity, ...this.#remarks.values()].filter((part) => part !== null);
    return notes.length === 0 ? null : notes.join(" · ");
  }

  #publish(): void {
    const { reached, packetsBehind } = this.#metrics;
    const progress = this.#progress?.of.ratio?.ratio ?? null;
    const upTo = reached?.upTo ?? null;
    const omissions = this.#omissions.told;
    this.options.publish({
      note: this.#note,
      code: this.#blockedBy,
      progress,
      packetsBehind,
      upTo,
      omissions,
    });
  }

  #logOnce(matter: string, what: string, log: () => void): void {
    if (this.#logged.get(matter) === what) return;
    this.#logged.set(matter, what);
    log();
  }
}
