import { EPOCH_HEADER, type EpochStatus, TRACE_HEADER, topics } from "@interlude/contracts";
import { type OutgoingRecord, newTraceContext } from "@interlude/stage";
import {
  type Epoch,
  type EpochCounts,
  type EpochKind,
  type EpochStore,
  type StreamHistory,
  zeroCounts,
} from "../history/epoch.js";
import { EpochWriter, type EpochWriterOptions } from "../writer/epoch-writer.js";
import type { EpochNumbers } from "./epoch-numbers.js";
import { type EpochOpener, type OpenedEpoch, REPLAY_INPUT } from "./epoch-opener.js";
import type { StreamAppender } from "../writer/stream-appender.js";
import { untilReleased } from "./until-released.js";
import type { PlannedEpoch } from "./plan-epoch.js";

interface EpochRunnerOptions {
  readonly opener: EpochOpener;
  readonly store: EpochStore;
  readonly numbers: Pick<EpochNumbers, "started" | "published" | "lost">;
  readonly log: EpochWriterOptions["log"];
  readonly appender: Pick<StreamAppender, "append">;
  readonly letters: EpochWriterOptions["letters"];
  readonly codec: EpochWriterOptions["codec"];
  /** Unix time in milliseconds. */
  readonly now: () => number;
  /** Whether an epoch is given up at the first part of its input that cannot be taken in as it is. */
  readonly strict: boolean;
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
    if (history.open === null) await untilReleased(store, signal);
    const opened = await opener.open(planned, history, signal);
    const { epoch, kind, sourceSequence: sequence } = opened.epoch;
    const trace = newTraceContext();
    await store.start(opened.epoch);
    numbers.started(epoch);
    const inputs = kind === "replay" ? [REPLAY_INPUT] : opened.epoch.files.map(({ name }) => name);
    const writer = await EpochWriter.open({
      ...this.options,
      epoch,
      files: inputs,
      resumes: resumes(kind, history),
      trace,
      signal,
    });
    const status = (state: EpochStatus["state"]) => this.#statusRecord(opened, state, writer, trace);
    writer.announce(status("started"));
    for (const lost of numbers.lost) writer.announce(this.#withdrawal(lost, epoch, trace));
    try {
      const replay = (await opened.send(writer)) ?? null;
      const marker = { epoch, sequence, kind: streamKind(kind), producedBy: "ingestion" };
      // Announced with the markers: what is announced as published is, and what is published is announced.
      await writer.finish({ ...marker, ts: now() * 1000 }, status("published"));
      const { counts, hashes, sent, rejected } = writer;
      await store.publish(epoch, { counts, hashes, sent, rejected, mixed: opened.mixed, replay });
      numbers.published(epoch);
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    return { epoch: opened.epoch, counts: writer.counts };
  }

  /** Records on the stream that an epoch was rejected and why. */
  async reject(
    rejected: Pick<EpochStatus, "epoch" | "sequence" | "source" | "reason"> & Pick<Epoch, "kind">,
  ): Promise<void> {
    const kind = streamKind(rejected.kind);
    const unknown = { sha256: null, schemaSequence: null, timestamp: null };
    const status = { ...rejected, kind, ...wireCounts(zeroCounts()), ...unknown, state: "refused" } as const;
    await this.options.appender.append([this.#record(status, newTraceContext())]);
  }

  #statusRecord(
    { epoch, timestamp }: OpenedEpoch,
    state: EpochStatus["state"],
    { counts, hashes }: Pick<EpochWriter, "counts" | "hashes">,
    trace: string,
  ): OutgoingRecord {
    const hash = epoch.files.length === 1 ? (hashes.get(epoch.files[0]!.name) ?? null) : null;
    const status = {
      epoch: epoch.epoch,
      sequence: epoch.sequence ?? 0,
      kind: streamKind(epoch.kind),
      state,
      source: epoch.kind === "replay" ? REPLAY_INPUT : epoch.files.map(({ name }) => name).join(", "),
      sha256: hash,
      schemaSequence: epoch.schemaSequence,
      timestamp,
      ...wireCounts(counts),
      reason: null,
    };
    return this.#record(status, trace);
  }

  /** Takes back what the stream says of an epoch, with the one that is sent. */
  #withdrawal(lost: number, epoch: number, trace: string): OutgoingRecord {
    const headers = { [EPOCH_HEADER]: String(epoch), [TRACE_HEADER]: trace };
    const key = Buffer.from(topics.epochs.keyOf({ epoch: lost }));
    return { topic: topics.epochs.name, key, value: null, headers };
  }

  #record(status: EpochStatus, trace: string): OutgoingRecord {
    const headers = { [EPOCH_HEADER]: String(status.epoch), [TRACE_HEADER]: trace };
    const value = this.options.codec.encode(topics.epochs, status);
    return { topic: topics.epochs.name, key: Buffer.from(topics.epochs.keyOf(status)), value, headers };
  }
}

/**
 * Packets are small, and their offsets depend on the replicated tables, which may have changed: one that has no marker yet
 * is sent whole again.
 */
function resumes(kind: EpochKind, { open }: StreamHistory): EpochWriterOptions["resumes"] {
  if (open === null) return "nothing";
  return kind === "packet" ? "what is marked" : "everything";
}

/** The kind as the stream knows it: dead letters are, as features, something beside the catalogue's course. */
function streamKind(kind: EpochKind): EpochStatus["kind"] {
  return kind === "replay" ? "features" : kind;
}

/** The counts under the names that they have in the topic. */
function wireCounts({ ignored, deadLetters, omissions, ...counts }: EpochCounts) {
  return { ...counts, unwatched: ignored, rejected: deadLetters, omissions: [...omissions] };
}
