import { type ReadFile, type SignatureCheck, verifyArchives } from "@interlude/infra-archives";
import type { Epoch, EpochStore, StreamHistory } from "../history/epoch.js";
import { IngestionError } from "../ingestion-error.js";
import { verifyFeatureArchives } from "../sources/acousticbrainz/archive-checksums.js";
import { readDumpIdentity } from "../sources/dump/dump-control.js";
import { readDump } from "../sources/dump/dump-source.js";
import { readPacketFile, sendPacket } from "../sources/packets/packet-source.js";
import type { SourceFolder } from "../sources/source-folder.js";
import type { EpochWriter } from "../writer/epoch-writer.js";
import type { Step } from "./plan-epoch.js";

/** Positions of a packet's rows are below this; one that is applied again begins above all it had. */
const REVISION_STRIDE = 2 ** 32;

/** A step whose files have been looked at: what its epoch is, and how to send it. */
export interface OpenedStep {
  readonly epoch: Epoch;
  /** The source's TIMESTAMP, microseconds since the Unix epoch. */
  readonly timestamp: number | null;
  send(writer: EpochWriter): Promise<void>;
}

export interface StepOpenerParts {
  readonly folder: SourceFolder;
  readonly store: Pick<EpochStore, "applied">;
  /** The MusicBrainz tables that are sent; rows of others are counted. */
  readonly tables: ReadonlySet<string>;
  /** Null: signatures are not looked at. */
  readonly signatures: SignatureCheck | null;
  /** Told of each file of a dump or of features before it is read. */
  readonly onReading: (file: ReadFile) => void;
  /** Told how much of the step's archives has been compared with their checksums. */
  readonly onVerified: (bytes: number, totalBytes: number) => void;
}

/** Looks at steps before anything of them is sent. */
export class StepOpener {
  constructor(private readonly parts: StepOpenerParts) {}

  /**
   * Looks at a step's files as far as is needed to know that they may be sent: a packet whole, a dump's control files,
   * checksums where there are some, and signatures where there are to be some. Sends nothing.
   * @throws IngestionError and the readers' errors: the step must not be started; the signal's reason where aborted
   */
  async open(step: Step, history: StreamHistory, signal: AbortSignal): Promise<OpenedStep> {
    const opened = await this.openers[step.kind](step, history, signal);
    const begun = history.open;
    if (begun === null) return opened;
    if (begun.identity !== opened.epoch.identity) {
      throw new IngestionError(
        "SOURCE_FILE_CHANGED",
        `${step.files.map(({ name }) => name).join(", ")} changed after epoch ${step.epoch} was begun ` +
          `(${begun.identity} became ${opened.epoch.identity}); put the first version back, or reset and start anew`,
      );
    }
    // Files that were taken away keep their place, so that those behind them keep theirs.
    return { ...opened, epoch: { ...opened.epoch, files: begun.files } };
  }

  private readonly openers: Readonly<
    Record<Step["kind"], (step: Step, history: StreamHistory, signal: AbortSignal) => Promise<OpenedStep>>
  > = {
    dump: (step, _history, signal) => this.openDump(step, signal),
    packet: (step, history) =>
      step.isForced ? this.reopenPacket(step, history) : this.openPacket(step, history),
    features: (step, history, signal) => this.openFeatures(step, history, signal),
  };

  private async openDump({ epoch, kind, files }: Step, signal: AbortSignal): Promise<OpenedStep> {
    const { folder, tables, signatures, onReading, onVerified: onProgress } = this.parts;
    const names = files.filter((file) => file.kind === "dump").map(({ name }) => name);
    const paths = names.map((name) => folder.pathOf(name));
    const dump = await readDumpIdentity(paths);
    await verifyArchives(folder.path, names, { signatures, signal, onProgress });
    await this.verifyFeatures(files, signal);
    const { replicationSequence: sequence, schemaSequence, identity, timestamp } = dump;
    return {
      epoch: { epoch, kind, files, sequence, schemaSequence, upTo: timestamp, identity },
      timestamp,
      send: async (writer) => {
        await readDump(paths, dump, tables, writer, onReading);
        await this.sendFeatures(files, writer);
      },
    };
  }

  private async openPacket(
    { epoch, kind, files, packet: sequence }: Step,
    before: StreamHistory,
  ): Promise<OpenedStep> {
    const file = await this.readPacket(files[0]!.name, sequence!);
    const { schemaSequence, timestamp } = file.packet;
    if (before.schemaSequence !== null && schemaSequence < before.schemaSequence) {
      throw new IngestionError(
        "PACKET_SCHEMA_CHANGED",
        `packet ${sequence} has schema sequence ${schemaSequence}, but the stream is at ${before.schemaSequence}; ` +
          "packets never go back: fetch it again",
      );
    }
    const upTo = timestamp ?? before.upTo;
    return {
      epoch: { epoch, kind, files, sequence, schemaSequence, upTo, identity: file.sha256 },
      timestamp,
      send: (writer) => sendPacket(file, writer),
    };
  }

  /**
   * A packet that was applied, once more. Its rows outrank those that it wrote before and no later packet's, and the
   * stream stays where it is. A row that only its former version wrote stays, as with MusicBrainz's own mirrors.
   */
  private async reopenPacket(
    { epoch, kind, files, packet }: Step,
    before: StreamHistory,
  ): Promise<OpenedStep> {
    const [applied] = await this.parts.store.applied([packet!]);
    const file = await this.readPacket(files[0]!.name, packet!);
    const { sequence, schemaSequence, upTo } = before;
    const firstPosition = (applied?.applications ?? 0) * REVISION_STRIDE;
    return {
      epoch: { epoch, kind, files, sequence, schemaSequence, upTo, identity: file.sha256 },
      timestamp: file.packet.timestamp,
      send: (writer) => sendPacket(file, writer, firstPosition),
    };
  }

  private async readPacket(name: string, sequence: number): ReturnType<typeof readPacketFile> {
    const { folder, tables, signatures } = this.parts;
    await signatures?.verify(folder.pathOf(name));
    return readPacketFile(folder.pathOf(name), sequence, tables);
  }

  private async openFeatures(
    { epoch, kind, files }: Step,
    { sequence, schemaSequence, upTo }: StreamHistory,
    signal: AbortSignal,
  ): Promise<OpenedStep> {
    await this.verifyFeatures(files, signal);
    return {
      epoch: { epoch, kind, files, sequence, schemaSequence, upTo, identity: "" },
      timestamp: null,
      send: (writer) => this.sendFeatures(files, writer),
    };
  }

  private async verifyFeatures(files: Step["files"], signal: AbortSignal): Promise<void> {
    const { folder, onVerified: onProgress } = this.parts;
    const names = files.filter(({ kind }) => kind === "features").map(({ name }) => name);
    await verifyFeatureArchives(folder.path, names, { signal, onProgress });
  }

  private async sendFeatures(files: Step["files"], writer: EpochWriter): Promise<void> {
    const { folder, onReading } = this.parts;
    for (const { name, kind } of files) {
      if (kind !== "features") continue;
      const source = await folder.sourceOf(name);
      // It was one when the step was decided: it has been replaced by another since.
      if (source === null)
        throw new IngestionError("SOURCE_FILE_CHANGED", `${name} holds no features any more`);
      writer.beginFile(name);
      await source.read(folder.pathOf(name), writer, onReading);
    }
  }
}
