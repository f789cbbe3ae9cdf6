import { EPOCH_HEADER, type PacketState, TRACE_HEADER, topics } from "@interlude/contracts";
import { newTraceContext } from "@interlude/stage";
import { type EpochCounts, type EpochStore, noCounts } from "../history/epoch.js";
import { EpochWriter, type EpochWriterOptions } from "../writer/epoch-writer.js";
import type { OpenedStep } from "./epoch-opener.js";

export interface EpochRunnerParts {
  readonly store: EpochStore;
  readonly log: EpochWriterOptions["log"];
  readonly codec: EpochWriterOptions["codec"];
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly onSent: (topic: string, records: number) => void;
  readonly onRejected: (code: string) => void;
}

/** Takes one step of the stream: remembered as started, sent, marked, remembered as published. */
export class EpochRunner {
  constructor(private readonly parts: EpochRunnerParts) {}

  /**
   * Sends an opened step. However often it is interrupted and run again, consumers see it once: its records carry
   * the same epoch, and what follows waits for its markers.
   * @throws what the step's files or the log failed with; the signal's reason where it was aborted
   */
  async run(step: OpenedStep, signal: AbortSignal): Promise<EpochCounts> {
    const { store, now } = this.parts;
    const { epoch, kind, sequence } = step.epoch;
    const trace = newTraceContext();
    // Packets are small and sent whole again: their places depend on the tables kept, which may have changed.
    const resumes = kind !== "packet" && (await store.history()).open !== null;
    await store.start(step.epoch);
    const files = step.epoch.files.map(({ name }) => name);
    const writer = await EpochWriter.open({ ...this.parts, epoch, files, resumes, trace, signal });
    await this.announce(step, "started", noCounts(), new Map(), trace);
    try {
      await step.send(writer);
      const producedBy = "ingestion";
      await writer.finish({ epoch, sequence: sequence ?? 0, kind, producedBy, ts: now() * 1000 });
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    // Announced first: after a crash in between it is announced again, never not at all.
    await this.announce(step, "published", writer.counts, writer.hashes, trace);
    await store.publish(epoch, writer.counts, writer.hashes, writer.sent);
    return writer.counts;
  }

  /** Says on the stream that a step was refused and why. */
  async refuse(state: Pick<PacketState, "epoch" | "sequence" | "kind" | "source" | "reason">): Promise<void> {
    const unknown = { sha256: null, schemaSequence: null, timestamp: null };
    await this.append({ ...state, ...noCounts(), ...unknown, state: "refused" }, newTraceContext());
  }

  private async announce(
    { epoch, timestamp }: OpenedStep,
    state: PacketState["state"],
    counts: EpochCounts,
    hashes: ReadonlyMap<string, string>,
    trace: string,
  ): Promise<void> {
    const hash = epoch.files.length === 1 ? (hashes.get(epoch.files[0]!.name) ?? null) : null;
    await this.append(
      {
        epoch: epoch.epoch,
        sequence: epoch.sequence ?? 0,
        kind: epoch.kind,
        state,
        source: epoch.files.map(({ name }) => name).join(", "),
        sha256: hash,
        schemaSequence: epoch.schemaSequence,
        timestamp,
        ...counts,
        reason: null,
      },
      trace,
    );
  }

  private async append(state: PacketState, trace: string): Promise<void> {
    const { log, codec } = this.parts;
    const headers = { [EPOCH_HEADER]: String(state.epoch), [TRACE_HEADER]: trace };
    const value = codec.encode(topics.packets, state);
    const key = Buffer.from(topics.packets.keyOf(state));
    await log.append([{ topic: topics.packets.name, key, value, headers }]);
  }
}
