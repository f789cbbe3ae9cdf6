import { EPOCH_HEADER, MARKER_HEADER, catalogue, topicNamed, topics } from "@interlude/contracts";
import type { LogRecord, OutgoingRecord } from "@interlude/stage";
import { MemoryEventLog, createMemoryCodec } from "@interlude/stage/testing";
import { StepOpener, type StepOpenerParts } from "../replication/epoch-opener.js";
import { EpochRunner } from "../replication/epoch-runner.js";
import {
  Follower,
  type FollowerOutcome,
  type FollowerParts,
  type FollowerReport,
} from "../replication/replication-loop.js";
import type { FeatureSources } from "../sources/feature-sources.js";
import { SourceFolder } from "../sources/source-folder.js";
import { KEPT_TABLES } from "../writer/row-records.js";
import { MemoryEpochStore } from "./memory-epoch-store.js";

export interface ReadRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly epoch: number;
  readonly isMarker: boolean;
  readonly value: unknown;
}

/** A log whose appends can be made to fail, as a process that is killed leaves them half done. */
class FailingLog extends MemoryEventLog {
  /** Appends that still succeed; the next one writes half of its records and fails. */
  appendsLeft = Number.POSITIVE_INFINITY;

  override async append(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.appendsLeft > 0) {
      this.appendsLeft--;
      return super.append(records);
    }
    await super.append(records.slice(0, records.length / 2));
    throw new Error("the broker went away");
  }
}

/** What a run may do differently. */
export type RunOptions = Partial<
  Pick<FollowerParts, "mode" | "feed" | "forced"> & Pick<StepOpenerParts, "tables" | "signatures">
> & { readonly signal?: AbortSignal; readonly features?: FeatureSources };

/** Ingestion with everything but the files in memory. */
export class MemoryStream {
  readonly store = new MemoryEpochStore();
  readonly log = new FailingLog();
  readonly codec = createMemoryCodec();
  /** Files of tests are always new; a clock ahead lets them count as settled, a clock behind as still arriving. */
  clockAheadMs = 60_000;
  /** What was reported as blocking, newest last. */
  readonly blocked: string[] = [];
  readonly blockedCodes: string[] = [];
  /** What was said beside that, newest last: `code` and `reason` of the feed's and forced packets' troubles. */
  readonly remarks: string[] = [];
  /** Packets found to have been published again, at the last look. */
  republished: readonly number[] = [];
  /** Why files could not be read, at the last look. */
  unreadable: readonly string[] = [];
  /** Why the dump in the folder is not used. */
  dumpUnused: string | null = null;
  newest: number | null = null;

  static async create(): Promise<MemoryStream> {
    const stream = new MemoryStream();
    await stream.log.createTopics(catalogue);
    return stream;
  }

  /** Runs a new follower over a folder, as a new process would. */
  run(path: string, options: RunOptions = {}): Promise<FollowerOutcome> {
    const { store, log, codec } = this;
    const {
      mode = "once",
      feed = null,
      forced = [],
      tables = KEPT_TABLES,
      signatures = null,
      features,
    } = options;
    const now = () => Date.now() + this.clockAheadMs;
    const ignore = () => undefined;
    const remark = (code: string, reason: string) => void this.remarks.push(`${code}: ${reason}`);
    const report: FollowerReport = {
      history: ignore,
      newest: (packet) => (this.newest = packet),
      reading: ignore,
      published: ignore,
      waiting: ignore,
      blocked: (code, reason) => {
        this.blockedCodes.push(code);
        this.blocked.push(reason);
      },
      trouble: (error) => {
        throw error;
      },
      feedTrouble: remark,
      republished: (packets) => (this.republished = packets),
      unreadable: (reasons) => (this.unreadable = reasons),
      dumpUnused: (reason) => (this.dumpUnused = reason),
      notForced: remark,
    };
    const folder = new SourceFolder(path, null, features);
    const opener = new StepOpener({
      folder,
      store,
      tables,
      signatures,
      onReading: ignore,
      onVerified: ignore,
    });
    const runner = new EpochRunner({ store, log, codec, now, onSent: ignore, onRejected: ignore });
    const parts = { folder, store, opener, runner, report, feed, forced, mode, now };
    return new Follower(parts).run(options.signal ?? new AbortController().signal);
  }

  /** Everything that the topics hold, decoded; of one partition in order. */
  async records(names: readonly string[] = catalogue.map(({ name }) => name)): Promise<ReadRecord[]> {
    const found: ReadRecord[] = [];
    for await (const record of this.log.read(names)) found.push(...(await this.decode(record)));
    return found;
  }

  /** States that `musicbrainz.packets` went through, as `epoch state`. */
  async states(): Promise<string[]> {
    const records = await this.records([topics.packets.name]);
    return records.map(({ value }) => {
      const { epoch, state } = value as { epoch: number; state: string };
      return `${epoch} ${state}`;
    });
  }

  /** The items of a record's batch one by one, as stages see them. */
  private async decode(record: LogRecord): Promise<ReadRecord[]> {
    const isMarker = record.headers[MARKER_HEADER] === "1";
    const values = isMarker
      ? [await this.codec.decodeMarker(record.value!)]
      : await this.codec.decodeItems(topicNamed(record.topic), record.value!);
    const { topic, partition } = record;
    const epoch = Number(record.headers[EPOCH_HEADER]);
    return values.map((value) => ({ topic, partition, key: String(record.key), epoch, isMarker, value }));
  }
}
