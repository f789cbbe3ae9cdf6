import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_RETRY, retryDelay } from "@interlude/stage";
import type { EpochStore, Omission, StreamHistory } from "../history/epoch.js";
import { omittedFile } from "../history/omitted-file.js";
import { IngestionError } from "../ingestion-error.js";
import type { PacketFeed } from "../metabrainz/packet-feed.js";
import { ARRIVAL_MS, type FolderContents, type SourceFolder } from "../sources/source-folder.js";
import type { StreamAppender } from "../writer/stream-appender.js";
import { ChangedFeatures } from "./changed-features.js";
import { ChangedPackets } from "./changed-packets.js";
import { DumpInspector } from "./dump-inspector.js";
import type { EpochNumbers } from "./epoch-numbers.js";
import type { EpochRunner } from "./epoch-runner.js";
import { FolderWatch } from "./folder-watch.js";
import { type InputError, inputErrorReason, isInputError } from "./input-error.js";
import { OmittedFiles, REPUBLISHED, REPUBLISHED_REASON } from "./omitted-files.js";
import { PacketFetcher } from "./packet-fetcher.js";
import { type PlannedEpoch, planEpoch } from "./plan-epoch.js";
import type { ReplicationReport } from "./replication-report.js";
import {
  type ReplicationEvent,
  type ReplicationMode,
  type ReplicationOutcome,
  type ReplicationState,
  START,
  type Snapshot,
  type UnreadPlan,
  transition,
} from "./replication-state.js";

const POLL_MS = 500;

export interface ReplicationLoopOptions {
  readonly folder: SourceFolder;
  readonly store: EpochStore;
  readonly numbers: Pick<EpochNumbers, "settle">;
  readonly appender: Pick<StreamAppender, "open">;
  readonly runner: EpochRunner;
  readonly report: ReplicationReport;
  /** Fetches packets that are not in the folder; null: only the folder counts. */
  readonly feed: PacketFeed | null;
  /** Packets to apply again although they were applied. */
  readonly reapply: readonly number[];
  readonly mode: ReplicationMode;
  /** The MusicBrainz tables that are sent. */
  readonly tables: ReadonlySet<string>;
  /** Whether it stops at the first file that is left alone. */
  readonly strict: boolean;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}

/** Publishes what comes into a folder, epoch by epoch and in order, and stops where going on would be wrong. */
export class ReplicationLoop {
  /** The input that was rejected, as it was: it is not read again until it changes. */
  #rejected: { fingerprint: string; code: string; reason: string } | null = null;
  readonly #fetcher: PacketFetcher;
  readonly #changed: ChangedPackets;
  readonly #features: ChangedFeatures;
  readonly #dumps: DumpInspector;
  readonly #omitted: OmittedFiles;
  readonly #reapply: number[];

  constructor(private readonly options: ReplicationLoopOptions) {
    this.#fetcher = new PacketFetcher(options);
    this.#changed = new ChangedPackets(options);
    this.#features = new ChangedFeatures(options);
    this.#dumps = new DumpInspector(options);
    this.#omitted = new OmittedFiles(options);
    this.#reapply = [...options.reapply];
  }

  /**
   * Replicates until aborted; in mode `once` until nothing is left to read, or something blocks.
   * @throws what is no fault of the input and did not pass
   */
  async run(signal: AbortSignal): Promise<ReplicationOutcome> {
    const { folder, report, mode } = this.options;
    const watch = new FolderWatch(folder.path, { onPolling: (code) => report.polling(code) });
    try {
      let state = START;
      while (state.name !== "ended") {
        const event = signal.aborted ? ABORTED : await this.#work(state, watch, signal);
        state = transition(state, event, mode);
      }
      if (state.outcome === "failed") throw state.error;
      return state.outcome;
    } finally {
      watch.close();
    }
  }

  /** Does the work of a state; what fails through no fault of the input is an event, too. */
  async #work(state: ReplicationState, watch: FolderWatch, signal: AbortSignal): Promise<ReplicationEvent> {
    try {
      switch (state.name) {
        case "planning":
          return await this.#plan(signal);
        case "processing":
          return await this.#process(state.planned, state.snapshot, signal);
        case "fetching":
          return await this.#fetch(state.plan, state.snapshot, signal);
        case "waiting":
          await watch.wait(POLL_MS, signal);
          return ELAPSED;
        case "retrying":
          await sleep(retryDelay(DEFAULT_RETRY, state.failures), undefined, { signal }).catch(
            () => undefined,
          );
          return ELAPSED;
        case "ended":
          throw new RangeError("replication has ended");
      }
    } catch (error) {
      if (signal.aborted) return ABORTED;
      if (error instanceof IngestionError && error.code === "OMISSION_REFUSED") {
        this.options.report.blocked(error.code, error.message);
        return { type: "blocked" };
      }
      this.options.report.retrying(error, "failures" in state ? state.failures + 1 : 1);
      return { type: "failed", error };
    }
  }

  async #plan(signal: AbortSignal): Promise<ReplicationEvent> {
    const { folder, store, numbers, appender, report, mode } = this.options;
    // First of all: what was on its way when an append failed, here or in another process, has arrived or never will.
    await appender.open();
    const history = await numbers.settle(await store.history());
    report.history(history);
    let contents: FolderContents;
    try {
      contents = await folder.scan();
    } catch (error) {
      if (!isInputError(error)) throw error;
      report.blocked(error.code, error.message);
      return { type: "blocked" };
    }
    this.#fetcher.reportNewest(contents);
    await this.#omitted.found("folder", await this.#settled(contents.omitted));
    const snapshot = { contents, history };
    const { isNewer: isDumpNewer, omitted, ...dump } = await this.#dumps.inspect(contents, history);
    await this.#omitted.found("dump", omitted);
    const features = await this.#features.scan(contents, history, signal);
    await this.#omitted.found("features", features.omitted);
    const reapply = this.#reapply[0] ?? null;
    const plan = planEpoch(contents, history, {
      ...dump,
      isDumpNewer,
      changedFeatures: features.changed,
      reapply,
    });
    if (plan.do === "read") return { type: "planned", planned: plan.epoch, snapshot };
    if (plan.do === "wait" && features.isUnfinished && mode === "once") return { type: "arriving" };
    return { type: "nothing-to-read", plan, snapshot };
  }

  /** Those that are whole: one that is still arriving may be known once it has its first bytes. */
  async #settled(omitted: readonly Omission[]): Promise<readonly Omission[]> {
    const { folder, mode, now } = this.options;
    if (mode === "once") return omitted;
    const settled = omitted.map(async ({ file }) => (await folder.age(file, now())) >= ARRIVAL_MS);
    const are = await Promise.all(settled);
    return omitted.filter((_, at) => are[at]);
  }

  async #process(
    planned: PlannedEpoch,
    { contents, history }: Snapshot,
    signal: AbortSignal,
  ): Promise<ReplicationEvent> {
    const { folder, report } = this.options;
    const names = planned.files.map(({ name }) => name);
    let fingerprint: string | null = null;
    try {
      fingerprint = await folder.fingerprint(names);
      if (this.#rejected?.fingerprint === fingerprint) {
        report.blocked(this.#rejected.code, this.#rejected.reason);
        await this.#fetcher.fetchAhead(contents, planned.packet, signal);
        return {
          type: (await this.#fetcher.isRefetched(planned.packet, this.#rejected.code))
            ? "arriving"
            : "rejected",
        };
      }
      await this.#publish(planned, history, signal);
      return { type: "published" };
    } catch (error) {
      if (!isInputError(error)) throw error;
      if (await this.#isArriving(planned, error)) return { type: "arriving" };
      if (this.#isDispensable(planned, history)) {
        this.#dumps.reject(error.message);
        return { type: "unused" };
      }
      await this.#reject(planned, error, fingerprint);
      return { type: "rejected" };
    }
  }

  async #publish(planned: PlannedEpoch, history: StreamHistory, signal: AbortSignal): Promise<void> {
    const { report, runner, now } = this.options;
    const began = now();
    report.reading(planned);
    const { epoch, counts } = await runner.run(planned, history, signal);
    this.#rejected = null;
    report.published(epoch, counts, now() - began);
    if (planned.isReapplied && this.#reapply[0] === planned.packet) this.#reapply.shift();
    await this.#fetcher.prune(epoch.sequence ?? 0);
  }

  async #isArriving(planned: PlannedEpoch, { code }: InputError): Promise<boolean> {
    if (code === "ARCHIVE_DAMAGED") {
      const written = await this.options.folder.lastWritten(planned.files.map(({ name }) => name));
      if (this.options.now() - written < ARRIVAL_MS) return true;
    }
    return this.#fetcher.isRefetched(planned.packet, code);
  }

  /** The stream can go on without a newer dump, unless it was started. */
  #isDispensable({ kind }: PlannedEpoch, { hasCatalogue, open }: StreamHistory): boolean {
    return kind === "dump" && hasCatalogue && open === null && this.options.mode === "follow";
  }

  async #reject(planned: PlannedEpoch, error: InputError, fingerprint: string | null): Promise<void> {
    const { report, runner } = this.options;
    const names = planned.files.map(({ name }) => name);
    const reason = inputErrorReason(error, names);
    const { epoch, kind, packet } = planned;
    report.blocked(error.code, reason);
    // Without a fingerprint the input is checked again at every poll: its rejection would be recorded each time.
    if (fingerprint === null) return;
    await runner.reject({ epoch, kind, sequence: packet ?? 0, source: names.join(", "), reason });
    this.#rejected = { fingerprint, code: error.code, reason };
  }

  async #fetch(
    plan: UnreadPlan,
    { contents, history }: Snapshot,
    signal: AbortSignal,
  ): Promise<ReplicationEvent> {
    const { report, mode } = this.options;
    const fetched = plan.missing === null ? null : await this.#fetcher.fetchMissing(plan.missing, signal);
    this.#fetcher.reportNewest(contents);
    if (fetched?.type === "fetched" || fetched?.type === "fetch-failed") return fetched;
    const { changed, unreadable } = await this.#changed.scan(contents, history.sequence, mode === "once");
    report.changedPackets(changed, unreadable);
    await this.#omitted.found(
      "packets",
      changed.map((packet) => omittedFile(contents.packets.get(packet)!, REPUBLISHED, REPUBLISHED_REASON)),
    );
    if (plan.do === "stop") {
      if (history.open === null && this.#reapply.length > 0 && mode === "follow") {
        this.#reapply.shift();
        report.notReapplied(plan.code, plan.reason);
        return { type: "dropped" };
      }
      if (fetched === null) report.blocked(plan.code, plan.reason);
      return { type: "blocked" };
    }
    if (fetched !== null) return fetched;
    report.waiting();
    return { type: "caught-up" };
  }
}

const ABORTED: ReplicationEvent = { type: "aborted" };
const ELAPSED: ReplicationEvent = { type: "elapsed" };
