import { EPOCH_HEADER, MARKER_HEADER, catalogue, topicNamed, topics } from "@interlude/contracts";
import {
  type Appender,
  EventLogError,
  type LogRecord,
  type OutgoingRecord,
  type PartitionEnds,
  codeOf,
} from "@interlude/stage";
import { MemoryEventLog, createMemoryCodec } from "@interlude/stage/testing";
import type { EpochCounts, Omission } from "../history/epoch.js";
import { EpochNumbers } from "../replication/epoch-numbers.js";
import { EpochOpener, type EpochOpenerOptions } from "../replication/epoch-opener.js";
import { EpochRunner } from "../replication/epoch-runner.js";
import { ReplicationLoop, type ReplicationLoopOptions } from "../replication/replication-loop.js";
import type { ReplicationReport } from "../replication/replication-report.js";
import type { ReplicationOutcome } from "../replication/replication-state.js";
import type { FeatureSources } from "../sources/feature-sources.js";
import { SourceFolder } from "../sources/source-folder.js";
import { REPLICATED_TABLES } from "../writer/row-records.js";
import { StreamAppender } from "../writer/stream-appender.js";
import { MemoryEpochStore } from "./memory-epoch-store.js";

export interface ReadRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly epoch: number;
  readonly isMarker: boolean;
  readonly value: unknown;
}

/** A log whose appends can be made to fail. */
class FailingLog extends MemoryEventLog {
  /** Appends that still succeed; the next one fails. */
  appendsLeft = Number.POSITIVE_INFINITY;
  /** Whether the one that fails is in the log all the same: its acknowledgement was lost. */
  isAppendedUnseen = false;
  /** How many appends find the brokers away before they are back. */
  outage = 0;

  override async openAppender(id: string): Promise<Appender> {
    const appender = await super.openAppender(id);
    const append = async (records: readonly OutgoingRecord[]): Promise<PartitionEnds> => {
      if (this.outage > 0) {
        this.outage--;
        throw new EventLogError("LOG_UNREACHABLE", "the brokers are away");
      }
      if (this.appendsLeft-- > 0) return appender.append(records);
      if (this.isAppendedUnseen) await appender.append(records);
      throw new Error("the broker went away");
    };
    return { append, close: () => appender.close() };
  }
}

/** What a run may do differently. */
export type RunOptions = Partial<
  Pick<ReplicationLoopOptions, "mode" | "feed" | "reapply" | "strict"> &
    Pick<EpochOpenerOptions, "tables" | "signatures">
> & {
  readonly signal?: AbortSignal;
  readonly features?: FeatureSources;
  /** Whether what fails is tried again, as it is in a process, rather than thrown. */
  readonly isPatient?: boolean;
};

/** Ingestion with everything but the files in memory. */
export class MemoryStream {
  /** May be replaced, as by one that was put back to an earlier state. */
  store = new MemoryEpochStore();
  readonly log = new FailingLog();
  readonly codec = createMemoryCodec();
  /** Files of tests are always new; a clock ahead lets them count as settled, a clock behind as still arriving. */
  clockAheadMs = 60_000;
  /** What was reported as blocking, newest last. */
  readonly blocked: string[] = [];
  readonly blockedCodes: string[] = [];
  /** `code` and `reason` of what did not block: failed fetches and packets that are not applied again, newest last. */
  readonly remarks: string[] = [];
  /** Packets found to have been published again, at the last scan. */
  changedPackets: readonly number[] = [];
  /** Why packets could not be compared with what was applied, at the last scan. */
  uncompared: readonly string[] = [];
  /** Files of the folder that are left alone. */
  omittedFiles: readonly Omission[] = [];
  newest: number | null = null;
  /** What each published epoch came to. */
  readonly counts: EpochCounts[] = [];
  /** Codes of what failed and was tried again. */
  readonly retried: string[] = [];

  static async create(): Promise<MemoryStream> {
    const stream = new MemoryStream();
    await stream.log.createTopics(catalogue);
    return stream;
  }

  /** Why files are left alone for one reason. */
  reasonsFor(code: string): string[] {
    return this.omittedFiles.filter((omission) => omission.code === code).map(({ example }) => example);
  }

  /** Runs a new replication loop over a folder, as a new process would. */
  run(path: string, options: RunOptions = {}): Promise<ReplicationOutcome> {
    const { store, log, codec } = this;
    const {
      mode = "once",
      feed = null,
      reapply = [],
      strict = false,
      tables = REPLICATED_TABLES,
      signatures = null,
      features,
    } = options;
    const now = () => Date.now() + this.clockAheadMs;
    const ignore = () => undefined;
    const remark = (code: string, reason: string) => void this.remarks.push(`${code}: ${reason}`);
    const report: ReplicationReport = {
      history: ignore,
      newest: (packet) => (this.newest = packet),
      reading: ignore,
      published: (_, counts) => this.counts.push(counts),
      waiting: ignore,
      blocked: (code, reason) => {
        this.blockedCodes.push(code);
        this.blocked.push(reason);
      },
      retrying: (error) => {
        if (!options.isPatient) throw error;
        this.retried.push(codeOf(error));
      },
      fetchFailed: remark,
      changedPackets: (packets, unreadable) => {
        this.changedPackets = packets;
        this.uncompared = unreadable;
      },
      omittedFiles: (files) => (this.omittedFiles = files),
      notReapplied: remark,
      polling: ignore,
    };
    const folder = new SourceFolder(path, null, features);
    const opener = new EpochOpener({
      folder,
      store,
      letters: store.letters,
      tables,
      signatures,
      onReading: ignore,
      onVerified: ignore,
    });
    const appender = new StreamAppender({ log, confirm: () => Promise.resolve() });
    const numbers = new EpochNumbers({ log, codec, store });
    const runner = new EpochRunner({
      opener,
      store,
      numbers,
      appender,
      letters: store.letters,
      log,
      codec,
      now,
      strict,
      onSent: ignore,
      onDeadLetter: ignore,
    });
    const loop = new ReplicationLoop({
      folder,
      store,
      numbers,
      appender,
      runner,
      report,
      feed,
      reapply,
      mode,
      tables,
      strict,
      now,
    });
    return loop.run(options.signal ?? new AbortController().signal);
  }

  /** Everything that the topics hold, decoded; of one partition in order. */
  async records(names: readonly string[] = catalogue.map(({ name }) => name)): Promise<ReadRecord[]> {
    const found: ReadRecord[] = [];
    for await (const record of this.log.read(names)) found.push(...(await this.#decode(record)));
    return found;
  }

  /** States that `ingestion.epochs` went through, as `epoch state`. */
  async states(): Promise<string[]> {
    const records = await this.records([topics.epochs.name]);
    return records.map(({ value }) => {
      const { epoch, state } = value as { epoch: number; state: string };
      return `${epoch} ${state}`;
    });
  }

  /** The items of a record's batch one by one, as stages see them. */
  async #decode(record: LogRecord): Promise<ReadRecord[]> {
    const isMarker = record.headers[MARKER_HEADER] === "1";
    const values = isMarker
      ? [await this.codec.decodeMarker(record.value!)]
      : await this.codec.decodeItems(topicNamed(record.topic), record.value!);
    const { topic, partition } = record;
    const epoch = Number(record.headers[EPOCH_HEADER]);
    return values.map((value) => ({ topic, partition, key: String(record.key), epoch, isMarker, value }));
  }
}
