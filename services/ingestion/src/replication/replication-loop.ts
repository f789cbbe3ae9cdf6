import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_RETRY, retryDelay } from "@interlude/stage";
import type { EpochCounts, EpochStore, StreamHistory } from "../history/epoch.js";
import type { PacketFeed } from "../metabrainz/packet-feed.js";
import type { FolderContents, SourceFolder } from "../sources/source-folder.js";
import { RepublishedPackets } from "./changed-packets.js";
import type { OpenedStep, StepOpener } from "./epoch-opener.js";
import type { EpochRunner } from "./epoch-runner.js";
import { FetchedPackets } from "./fetched-packets.js";
import { FolderWatch } from "./folder-watch.js";
import { type Refusal, isRefusal, refusalReason } from "./input-error.js";
import { NewerDump } from "./newer-dump.js";
import { type Step, firstMissing, nextStep } from "./plan-epoch.js";

const POLL_MS = 500;

/** A file that is damaged and was written to this recently may still be on its way. */
const SETTLED_AFTER_MS = 2_000;

/** In mode `once`, a feed that fails this often in a row is given up. */
const TROUBLES_ONCE = 5;

/** Packets fetched ahead of one that cannot be read yet: three weeks of them. */
const FETCHED_AHEAD = 500;

/** What may be right once a packet is fetched again. */
const DAMAGED: ReadonlySet<string> = new Set([
  "ARCHIVE_DAMAGED",
  "PACKET_SEQUENCE_MISMATCH",
  "TOO_MANY_REJECTED",
  "SIGNATURE_MISSING",
  "SIGNATURE_INVALID",
]);

/** Who is told how the follower gets on. */
export interface FollowerReport {
  history(history: StreamHistory): void;
  /** The newest packet that is known to exist, in the folder or at the feed. */
  newest(packet: number | null): void;
  reading(step: Step): void;
  published(step: OpenedStep, counts: EpochCounts, milliseconds: number): void;
  /** There is nothing to read. */
  waiting(): void;
  /** It stopped at input that it must not use; called each time it looks again and nothing has changed. */
  blocked(code: string, reason: string): void;
  /** Something that is no fault of the input; it is tried again. */
  trouble(error: unknown, attempt: number): void;
  /** A packet could not be fetched, and will be asked for again. */
  feedTrouble(code: string, reason: string): void;
  /** The packets in the folder that were applied with other bytes; called whenever it has looked. */
  republished(packets: readonly number[]): void;
  /** Why files in the folder cannot be read, while the others are; called whenever it has looked. */
  unreadable(reasons: readonly string[]): void;
  /** Why the dump in the folder is left alone; null where nothing is to be said of it. */
  dumpUnused(reason: string | null): void;
  /** A packet cannot be applied again, and will not be. */
  notForced(code: string, reason: string): void;
}

export interface FollowerParts {
  readonly folder: SourceFolder;
  readonly store: EpochStore;
  readonly opener: StepOpener;
  readonly runner: EpochRunner;
  readonly report: FollowerReport;
  /** Brings packets that are not in the folder; null leaves that to others. */
  readonly feed: PacketFeed | null;
  /** Packets to apply again although they were applied. */
  readonly forced: readonly number[];
  readonly mode: "follow" | "once";
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** `done`: everything is published. `blocked`: it stopped at bad input. `aborted`: it was told to stop. */
export type FollowerOutcome = "done" | "blocked" | "aborted";

type Progress = "advanced" | "waiting" | "blocked" | "unsettled";

/** Reads what comes into a folder, step by step and in order, and stops where going on would be wrong. */
export class Follower {
  /** The files that were refused, as they were then: they are not looked at again until they change. */
  private refused: { fingerprint: string; code: string; reason: string } | null = null;
  private readonly fetched: FetchedPackets | null;
  private readonly republished: RepublishedPackets;
  private readonly newerDump: NewerDump;
  private readonly forced: number[];

  constructor(private readonly parts: FollowerParts) {
    const { feed } = parts;
    this.fetched = feed === null ? null : new FetchedPackets({ ...parts, feed });
    this.republished = new RepublishedPackets(parts);
    this.newerDump = new NewerDump(parts.folder);
    this.forced = [...parts.forced];
  }

  /**
   * Follows until told to stop; in mode `once` until nothing is left to read or something is in the way.
   * @throws what is no fault of the input and did not pass
   */
  async run(signal: AbortSignal): Promise<FollowerOutcome> {
    const watch = new FolderWatch(this.parts.folder.path);
    try {
      while (!signal.aborted) {
        const progress = await this.advancePatiently(signal);
        if (progress === "advanced") continue;
        if (this.parts.mode === "once" && progress === "waiting") return "done";
        if (this.parts.mode === "once" && progress === "blocked") return "blocked";
        await watch.wait(POLL_MS, signal);
      }
      return "aborted";
    } finally {
      watch.close();
    }
  }

  /** Takes the next step; what the log or the database did wrong is tried again some times. */
  private async advancePatiently(signal: AbortSignal): Promise<Progress | null> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.advance(signal);
      } catch (error) {
        if (signal.aborted) return null;
        this.parts.report.trouble(error, attempt);
        if (attempt >= DEFAULT_RETRY.attempts) throw error;
        await sleep(retryDelay(DEFAULT_RETRY, attempt), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async advance(signal: AbortSignal): Promise<Progress> {
    const { folder, store, report, mode } = this.parts;
    const history = await store.history();
    report.history(history);
    const contents = await folder.scan().catch((error: unknown) => this.blockedBy(error));
    if (contents === null) return "blocked";
    this.reportNewest(contents);
    const unreadable = [...contents.unreadable.values()];
    report.unreadable(unreadable);
    const isDumpNewer = await this.isDumpNewer(contents, history);
    const next = nextStep(contents, history, { isDumpNewer, forced: this.forced[0] ?? null });
    if (next.do === "read") return this.take(next.step, contents, history, signal);
    const { wants } = next;
    const brought = wants === null ? null : await this.bring(wants, signal);
    this.reportNewest(contents);
    if (brought === "advanced" || brought === "unsettled") return brought;
    report.republished(await this.republished.look(contents, history.sequence, mode === "once"));
    if (next.do === "stop") {
      if (history.open === null && this.forced.length > 0 && mode === "follow") {
        this.forced.shift();
        report.notForced(next.code, next.reason);
        return "advanced";
      }
      if (brought === null) report.blocked(next.code, next.reason);
      return "blocked";
    }
    if (brought !== null) return brought;
    if (mode === "once" && unreadable.length > 0) {
      report.blocked("SOURCE_FILE_UNREADABLE", unreadable.join("; "));
      return "blocked";
    }
    report.waiting();
    return "waiting";
  }

  /** Asks the feed for a packet; null where it has nothing to say. */
  private async bring(
    packet: number,
    signal: AbortSignal,
  ): Promise<"advanced" | "unsettled" | "blocked" | null> {
    const { report, mode } = this.parts;
    const answer = (await this.fetched?.ask(packet, signal)) ?? null;
    if (answer === null || answer.outcome === "caught-up") return null;
    if (answer.outcome === "fetched") return "advanced";
    if (answer.outcome === "trouble" && !(mode === "once" && this.fetched!.troubles >= TROUBLES_ONCE)) {
      report.feedTrouble(answer.code, answer.reason);
      return "unsettled";
    }
    report.blocked(answer.code, answer.reason);
    return "blocked";
  }

  private async take(
    step: Step,
    contents: FolderContents,
    history: StreamHistory,
    signal: AbortSignal,
  ): Promise<Progress> {
    const { folder, report } = this.parts;
    const names = step.files.map(({ name }) => name);
    const fingerprint = await folder.fingerprint(names);
    if (this.refused?.fingerprint === fingerprint) {
      report.blocked(this.refused.code, this.refused.reason);
      await this.fetchAhead(contents, step, signal);
      return (await this.isRetried(step, this.refused.code)) ? "unsettled" : "blocked";
    }
    try {
      await this.publish(step, history, signal);
      return "advanced";
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const isArriving =
        error.code === "ARCHIVE_DAMAGED" &&
        this.parts.now() - (await folder.lastWritten(names)) < SETTLED_AFTER_MS;
      if (isArriving || (await this.isRetried(step, error.code))) return "unsettled";
      if (this.isDispensable(step, history)) {
        this.newerDump.refuse(error.message);
        return "advanced";
      }
      await this.refuse(step, error, fingerprint);
      return "blocked";
    }
  }

  private async publish(step: Step, history: StreamHistory, signal: AbortSignal): Promise<void> {
    const { opener, report, runner, now } = this.parts;
    const began = now();
    report.reading(step);
    const opened = await opener.open(step, history, signal);
    const counts = await runner.run(opened, signal);
    this.refused = null;
    report.published(opened, counts, now() - began);
    if (step.isForced && this.forced[0] === step.packet) this.forced.shift();
    await this.fetched?.tidy(opened.epoch.sequence ?? 0);
  }

  /** A packet that the feed brought and that is no good is deleted, to be fetched again. */
  private async isRetried({ packet }: Step, code: string): Promise<boolean> {
    return packet !== null && DAMAGED.has(code) && ((await this.fetched?.discard(packet)) ?? false);
  }

  /** A dump that is no good and was not begun is in nobody's way: the stream goes on without it. */
  private isDispensable({ kind }: Step, { hasCatalogue, open }: StreamHistory): boolean {
    return kind === "dump" && hasCatalogue && open === null && this.parts.mode === "follow";
  }

  private async refuse(step: Step, error: Refusal, fingerprint: string): Promise<void> {
    const { report, runner } = this.parts;
    const names = step.files.map(({ name }) => name);
    const reason = refusalReason(error, names);
    const { epoch, kind, packet } = step;
    report.blocked(error.code, reason);
    await runner.refuse({ epoch, kind, sequence: packet ?? 0, source: names.join(", "), reason });
    this.refused = { fingerprint, code: error.code, reason };
  }

  /** While a packet cannot be read, those after it are fetched, so that the lag is known and nothing is missed. */
  private async fetchAhead(contents: FolderContents, { packet }: Step, signal: AbortSignal): Promise<void> {
    if (packet === null || this.parts.mode === "once") return;
    const missing = firstMissing(contents, packet);
    if (missing > packet + FETCHED_AHEAD) return;
    await this.fetched?.ask(missing, signal);
    this.reportNewest(contents);
  }

  private async isDumpNewer(contents: FolderContents, history: StreamHistory): Promise<boolean> {
    const glance = await this.newerDump.glance(contents, history);
    this.parts.report.dumpUnused(typeof glance === "object" ? (glance?.unused ?? null) : null);
    return glance === "newer";
  }

  private reportNewest({ packets }: FolderContents): void {
    const known = [...packets.keys(), this.fetched?.newest ?? Number.NEGATIVE_INFINITY];
    const newest = known.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
    this.parts.report.newest(Number.isFinite(newest) ? newest : null);
  }

  private blockedBy(error: unknown): null {
    if (!isRefusal(error)) throw error;
    this.parts.report.blocked(error.code, error.message);
    return null;
  }
}
