import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_RETRY, retryDelay } from "@interlude/infra-streaming";
import type { EpochCounts, EpochStore, StreamHistory } from "../epochs/epoch.js";
import type { SourceFolder } from "../sources/source-folder.js";
import type { EpochRunner } from "./epoch-runner.js";
import { FolderWatch } from "./folder-watch.js";
import { type Step, nextStep } from "./next-step.js";
import { type OpenedStep, openStep } from "./read-step.js";
import { type Refusal, isRefusal, refusalReason } from "./refusal.js";

const POLL_MS = 500;

/** A file that is damaged and was written to this recently may still be on its way. */
const SETTLED_AFTER_MS = 2_000;

/** Who is told how the follower gets on. */
export interface FollowerReport {
  history(history: StreamHistory): void;
  reading(step: Step): void;
  published(step: OpenedStep, counts: EpochCounts, milliseconds: number): void;
  /** There is nothing to read. */
  waiting(): void;
  /** It stopped at input that it must not use; called each time it looks again and nothing has changed. */
  blocked(code: string, reason: string): void;
  /** Something that is no fault of the input; it is tried again. */
  trouble(error: unknown, attempt: number): void;
}

export interface FollowerParts {
  readonly folder: SourceFolder;
  readonly store: EpochStore;
  readonly runner: EpochRunner;
  readonly report: FollowerReport;
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

  constructor(private readonly parts: FollowerParts) {}

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
    const { folder, store, report } = this.parts;
    const history = await store.history();
    report.history(history);
    const contents = await folder.scan().catch((error: unknown) => this.blockedBy(error));
    if (contents === null) return "blocked";
    const next = nextStep(contents, history);
    if (next.do === "wait") {
      report.waiting();
      return "waiting";
    }
    if (next.do === "stop") {
      report.blocked(next.code, next.reason);
      return "blocked";
    }
    return this.take(next.step, history, signal);
  }

  private async take(step: Step, history: StreamHistory, signal: AbortSignal): Promise<Progress> {
    const { folder, report, runner, now } = this.parts;
    const names = step.files.map(({ name }) => name);
    const fingerprint = await folder.fingerprint(names);
    if (this.refused?.fingerprint === fingerprint) {
      report.blocked(this.refused.code, this.refused.reason);
      return "blocked";
    }
    try {
      const began = now();
      report.reading(step);
      const opened = await openStep(folder, step, history);
      const counts = await runner.run(opened, signal);
      this.refused = null;
      report.published(opened, counts, now() - began);
      return "advanced";
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const isArriving =
        error.code === "ARCHIVE_DAMAGED" && now() - (await folder.lastWritten(names)) < SETTLED_AFTER_MS;
      if (isArriving) return "unsettled";
      await this.refuse(step, error, fingerprint);
      return "blocked";
    }
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

  private blockedBy(error: unknown): null {
    if (!isRefusal(error)) throw error;
    this.parts.report.blocked(error.code, error.message);
    return null;
  }
}
