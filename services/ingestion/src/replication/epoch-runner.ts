import { EPOCH_HEADER, type EpochStatus, TRACE_HEADER, topics } from "@interlude/contracts";
import { newTraceContext } from "@interlude/stage";
import {
  type Epoch,
  type EpochCounts,
  type EpochStore,
  type StreamHistory,
  zeroCounts,
} from "../history/epoch.js";
import { EpochWriter, type EpochWriterOptions } from "../writer/epoch-writer.js";
import type { EpochNumbers } from "./epoch-numbers.js";
import type { EpochOpener, OpenedEpoch } from "./epoch-opener.js";
import type { PlannedEpoch } from "./plan-epoch.js";

interface EpochRunnerOptions {
  readonly opener: EpochOpener;
  readonly store: EpochStore;
  readonly numbers: Pick<EpochNumbers, "started">;
  readonly log: EpochWriterOptions["log"];
  readonly codec: EpochWriterOptions["codec"];
  /** Unix time in milliseconds. */
  readonly now: () => number;
  readonly onSent: (topic: string, items: number) => void;
  readonly onDeadLetter: (code: string) => void;
}

/** An epoch that was published, and what it came to. */
export interface PublishedEpoch {
  readonly epoch: Epoch;
  readonly counts: EpochCounts;
}

/** Publishes an epoch: its files are checked, it is stored as started, sent, marked, and stored as published. */
export class EpochRunner {
  constructor(private readonly options: EpochRunnerOptions) {}

  /**
   * Publishes a planned epoch. However often it is interrupted and run again, consumers see it once: its records carry
   * the same epoch, and what follows waits for its markers.
   * @throws what the epoch's files or the log failed with; the signal's reason if it was aborted
   */
  async run(planned: PlannedEpoch, history: StreamHistory, signal: AbortSignal): Promise<PublishedEpoch> {
    const { opener, store, numbers, now } = this.options;
    const opened = await opener.open(planned, history, signal);
    const { epoch, kind, sequence } = opened.epoch;
    const trace = newTraceContext();
    // Packets are small and sent whole again: their offsets depend on the replicated tables, which may have changed.
    const resumes = kind !== "packet" && history.open !== null;
    await store.start(opened.epoch);
    numbers.started(epoch);
    const files = opened.epoch.files.map(({ name }) => name);
    const writer = await EpochWriter.open({ ...this.options, epoch, files, resumes, trace, signal });
    await this.#announce(opened, "started", zeroCounts(), new Map(), trace);
    try {
      await opened.send(writer);
      const producedBy = "ingestion";
      await writer.finish({ epoch, sequence: sequence ?? 0, kind, producedBy, ts: now() * 1000 });
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    // Announced first: after a crash in between it is announced again rather than never.
    await this.#announce(opened, "published", writer.counts, writer.hashes, trace);
    await store.publish(epoch, writer.counts, writer.hashes, writer.sent);
    return { epoch: opened.epoch, counts: writer.counts };
  }

  /** Records on the stream that an epoch was rejected and why. */
  async reject(
    rejected: Pick<EpochStatus, "epoch" | "sequence" | "kind" | "source" | "reason">,
  ): Promise<void> {
    const unknown = { sha256: null, schemaSequence: null, timestamp: null };
    await this.#append(
      { ...rejected, ...wireCounts(zeroCounts()), ...unknown, state: "refused" },
      newTraceContext(),
    );
  }

  async #announce(
    { epoch, timestamp }: OpenedEpoch,
    state: EpochStatus["state"],
    counts: EpochCounts,
    hashes: ReadonlyMap<string, string>,
    trace: string,
  ): Promise<void> {
    const hash = epoch.files.length === 1 ? (hashes.get(epoch.files[0]!.name) ?? null) : null;
    await this.#append(
      {
        epoch: epoch.epoch,
        sequence: epoch.sequence ?? 0,
        kind: epoch.kind,
        state,
        source: epoch.files.map(({ name }) => name).join(", "),
        sha256: hash,
        schemaSequence: epoch.schemaSequence,
        timestamp,
        ...wireCounts(counts),
        reason: null,
      },
      trace,
    );
  }

  async #append(status: EpochStatus, trace: string): Promise<void> {
    const { log, codec } = this.options;
    const headers = { [EPOCH_HEADER]: String(status.epoch), [TRACE_HEADER]: trace };
    const value = codec.encode(topics.epochs, status);
    const key = Buffer.from(topics.epochs.keyOf(status));
    await log.append([{ topic: topics.epochs.name, key, value, headers }]);
  }
}

/** The counts under the names that they have in the topic. */
function wireCounts({ ignored, deadLetters, ...counts }: EpochCounts) {
  return { ...counts, unwatched: ignored, rejected: deadLetters };
}
