import { type ReadFile, type SignatureCheck, verifyArchives } from "@interlude/infra-archives";
import type { DeadLetterStore, ReplayOutcome } from "../dead-letters/dead-letter.js";
import type { Epoch, EpochFile, EpochStore, StreamHistory } from "../history/epoch.js";
import { IngestionError } from "../ingestion-error.js";
import { verifyFeatureArchives } from "../sources/acousticbrainz/archive-checksums.js";
import { readDumpIdentity } from "../sources/dump/dump-control.js";
import { checkLayouts } from "../sources/dump/dump-layouts.js";
import { readDump } from "../sources/dump/dump-source.js";
import { readPacketFile, sendPacket } from "../sources/packets/packet-source.js";
import { replayLetters } from "../sources/replay-letters.js";
import type { SourceFolder } from "../sources/source-folder.js";
import type { EpochWriter } from "../writer/epoch-writer.js";
import type { PlannedEpoch } from "./plan-epoch.js";

/** Positions of a packet's rows are below this; one that is applied again begins above all it had. */
const REVISION_STRIDE = 2 ** 32;

/** Name of an input that is no file: dead letters that are read again. */
export const REPLAY_INPUT = "dead letters";

/** An epoch whose files have been checked, ready to be sent. */
export interface OpenedEpoch {
  readonly epoch: Epoch;
  /** The source's TIMESTAMP, Unix time in microseconds. */
  readonly timestamp: number | null;
  /** Feature files that have changed since the epoch was begun. */
  readonly mixed: readonly string[];
  /** Sends what the epoch holds. Resolves with what came of its dead letters if it reads some again. */
  send(writer: EpochWriter): Promise<ReplayOutcome | void>;
}

type CheckedEpoch = Omit<OpenedEpoch, "mixed">;

export interface EpochOpenerOptions {
  readonly folder: SourceFolder;
  readonly store: Pick<EpochStore, "applied">;
  readonly letters: Pick<DeadLetterStore, "ofReplay">;
  /** The MusicBrainz tables that are sent; rows of others are counted. */
  readonly tables: ReadonlySet<string>;
  /** Null: signatures are not checked. */
  readonly signatures: SignatureCheck | null;
  /** Called with each file of a dump or of features before it is read. */
  readonly onReading: (file: ReadFile) => void;
  /** Called with how much of the epoch's archives has been compared with their checksums, or looked at for its layout. */
  readonly onVerified: (bytes: number, totalBytes: number) => void;
}

/** Checks the files of planned epochs before anything of them is sent. */
export class EpochOpener {
  constructor(private readonly options: EpochOpenerOptions) {}

  /**
   * Reads an epoch's files as far as is needed to know that they may be sent: a packet whole, a dump's control files and
   * the first rows of its tables, checksums if there are some, and signatures if they are checked. Sends nothing.
   * @throws an input error: the epoch must not be started; the signal's reason if it was aborted
   */
  async open(planned: PlannedEpoch, history: StreamHistory, signal: AbortSignal): Promise<OpenedEpoch> {
    const opened = await this.#openers[planned.kind](await this.#seen(planned), history, signal);
    const started = history.open;
    if (started === null) return { ...opened, mixed: [] };
    if (started.identity !== opened.epoch.identity) {
      throw new IngestionError(
        "SOURCE_FILE_CHANGED",
        `${planned.files.map(({ name }) => name).join(", ")} changed after epoch ${planned.epoch} was begun ` +
          `(${started.identity} became ${opened.epoch.identity}); put the first version back, or reset and start anew`,
      );
    }
    // Files that were removed keep their offsets, so that those after them keep theirs.
    const mixed = opened.epoch.files.filter((file) => isChanged(file, started.files)).map(({ name }) => name);
    return { ...opened, epoch: { ...opened.epoch, files: started.files }, mixed };
  }

  /** The planned epoch with the feature files as they are now. */
  async #seen(planned: PlannedEpoch): Promise<PlannedEpoch> {
    const { folder } = this.options;
    const files = planned.files.map(async (file) =>
      file.kind === "features" ? { ...file, fingerprint: await folder.featureFingerprint(file.name) } : file,
    );
    return { ...planned, files: await Promise.all(files) };
  }

  readonly #openers: Readonly<
    Record<
      PlannedEpoch["kind"],
      (planned: PlannedEpoch, history: StreamHistory, signal: AbortSignal) => Promise<CheckedEpoch>
    >
  > = {
    dump: (planned, history, signal) => this.#openDump(planned, history, signal),
    packet: (planned, history) =>
      planned.isReapplied ? this.#reopenPacket(planned, history) : this.#openPacket(planned, history),
    features: (planned, history, signal) => this.#openFeatures(planned, history, signal),
    replay: (planned, history) => Promise.resolve(this.#openReplay(planned, history)),
  };

  async #openDump(
    { epoch, kind, files }: PlannedEpoch,
    { open }: StreamHistory,
    signal: AbortSignal,
  ): Promise<CheckedEpoch> {
    const { folder, tables, signatures, onReading, onVerified: onProgress } = this.options;
    const names = files.filter((file) => file.kind === "dump").map(({ name }) => name);
    const paths = names.map((name) => folder.pathOf(name));
    const dump = await readDumpIdentity(paths);
    await verifyArchives(folder.path, names, { signatures, signal, onProgress });
    await this.#verifyFeatures(files, signal);
    const { replicationSequence: sequence, schemaSequence, identity, timestamp } = dump;
    const sourceSequence = open?.sourceSequence ?? sequence ?? epoch;
    // One that is resumed was looked at before it was begun.
    if (open === null) await checkLayouts(paths, { schemaSequence, tables, signal, onProgress });
    return {
      epoch: { epoch, kind, files, sequence, sourceSequence, schemaSequence, upTo: timestamp, identity },
      timestamp,
      send: async (writer) => {
        await readDump(paths, { ...dump, replicationSequence: sourceSequence }, tables, writer, onReading);
        await this.#sendFeatures(files, writer);
      },
    };
  }

  async #openPacket(
    { epoch, kind, files, packet: sequence }: PlannedEpoch,
    before: StreamHistory,
  ): Promise<CheckedEpoch> {
    const file = await this.#readPacket(files[0]!.name, sequence!);
    const { schemaSequence, timestamp } = file.packet;
    if (before.schemaSequence !== null && schemaSequence < before.schemaSequence) {
      throw new IngestionError(
        "PACKET_SCHEMA_CHANGED",
        `packet ${sequence} has schema sequence ${schemaSequence}, but the stream is at ${before.schemaSequence}; ` +
          "packets never go back: fetch it again",
      );
    }
    const upTo = timestamp ?? before.upTo;
    const reached = { sequence: sequence!, sourceSequence: sequence!, schemaSequence, upTo };
    return {
      epoch: { ...reached, epoch, kind, files, identity: file.sha256 },
      timestamp,
      send: (writer) => sendPacket(file, writer),
    };
  }

  /**
   * A packet that was applied, once more. Its rows outrank those that it wrote before and no later packet's, and the
   * stream does not advance. A row that only its former version wrote stays, as with MusicBrainz's own mirrors.
   */
  async #reopenPacket(
    { epoch, kind, files, packet }: PlannedEpoch,
    before: StreamHistory,
  ): Promise<CheckedEpoch> {
    const [applied] = await this.options.store.applied([packet!]);
    const file = await this.#readPacket(files[0]!.name, packet!);
    const firstPosition = (applied?.applications ?? 0) * REVISION_STRIDE;
    return {
      epoch: { ...unmoved(before), epoch, kind, files, identity: file.sha256 },
      timestamp: file.packet.timestamp,
      send: (writer) => sendPacket(file, writer, firstPosition),
    };
  }

  async #readPacket(name: string, sequence: number): ReturnType<typeof readPacketFile> {
    const { folder, tables, signatures } = this.options;
    await signatures?.verify(folder.pathOf(name));
    return readPacketFile(folder.pathOf(name), sequence, tables);
  }

  async #openFeatures(
    { epoch, kind, files }: PlannedEpoch,
    before: StreamHistory,
    signal: AbortSignal,
  ): Promise<CheckedEpoch> {
    await this.#verifyFeatures(files, signal);
    return {
      epoch: { ...unmoved(before), epoch, kind, files, identity: "" },
      timestamp: null,
      send: (writer) => this.#sendFeatures(files, writer),
    };
  }

  #openReplay({ epoch, kind, files }: PlannedEpoch, before: StreamHistory): CheckedEpoch {
    return {
      epoch: { ...unmoved(before), epoch, kind, files, identity: "" },
      timestamp: null,
      send: (writer) => {
        writer.beginFile(REPLAY_INPUT);
        return replayLetters(this.options.letters.ofReplay(epoch), writer);
      },
    };
  }

  async #verifyFeatures(files: PlannedEpoch["files"], signal: AbortSignal): Promise<void> {
    const { folder, onVerified: onProgress } = this.options;
    const names = files.filter(({ kind }) => kind === "features").map(({ name }) => name);
    await verifyFeatureArchives(folder.path, names, { signal, onProgress });
  }

  async #sendFeatures(files: PlannedEpoch["files"], writer: EpochWriter): Promise<void> {
    const { folder, onReading } = this.options;
    for (const { name, kind } of files) {
      if (kind !== "features") continue;
      const source = await folder.sourceOf(name);
      // It was one when the epoch was planned: it has been replaced since.
      if (source === null)
        throw new IngestionError("SOURCE_FILE_CHANGED", `${name} holds no features any more`);
      writer.beginFile(name);
      await source.read(folder.pathOf(name), writer, onReading);
    }
  }
}

/** Where the stream stands after an epoch that does not advance it. */
function unmoved({
  sequence,
  schemaSequence,
  upTo,
}: StreamHistory): Pick<Epoch, "sequence" | "sourceSequence" | "schemaSequence" | "upTo"> {
  return { sequence, sourceSequence: sequence ?? 0, schemaSequence, upTo };
}

function isChanged({ name, fingerprint }: EpochFile, started: readonly EpochFile[]): boolean {
  const before = started.find((file) => file.name === name)?.fingerprint ?? null;
  return before !== null && fingerprint !== before;
}
