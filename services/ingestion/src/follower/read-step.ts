import { type Epoch, type StreamHistory } from "../epochs/epoch.js";
import type { EpochWriter } from "../epochs/epoch-writer.js";
import { IngestionError } from "../ingestion-error.js";
import { isAcousticBrainzFile, readAcousticBrainz } from "../sources/acousticbrainz/acousticbrainz-source.js";
import { readDumpIdentity } from "../sources/dump/dump-control.js";
import { readDump } from "../sources/dump/dump-source.js";
import { readPacketFile, sendPacket } from "../sources/packets/packet-source.js";
import { readPopularity } from "../sources/popularity/popularity-source.js";
import type { SourceFolder } from "../sources/source-folder.js";
import type { Step } from "./next-step.js";

/** A step whose files have been looked at: what its epoch is, and how to send it. */
export interface OpenedStep {
  readonly epoch: Epoch;
  /** The source's TIMESTAMP, microseconds since the Unix epoch. */
  readonly timestamp: number | null;
  send(writer: EpochWriter): Promise<void>;
}

/**
 * Looks at a step's files as far as is needed to know that they may be sent: a packet whole, a dump's control files.
 * Sends nothing.
 * @throws IngestionError and the readers' errors: the step must not be started
 */
export async function openStep(
  folder: SourceFolder,
  step: Step,
  history: StreamHistory,
): Promise<OpenedStep> {
  const opened = await OPENERS[step.kind](folder, step, history);
  const begun = history.open;
  if (begun !== null && begun.identity !== opened.epoch.identity) {
    throw new IngestionError(
      "SOURCE_FILE_CHANGED",
      `${step.files.map(({ name }) => name).join(", ")} changed after epoch ${step.epoch} was begun ` +
        `(${begun.identity} became ${opened.epoch.identity}); put the first version back, or reset and start anew`,
    );
  }
  return opened;
}

type Opener = (folder: SourceFolder, step: Step, history: StreamHistory) => Promise<OpenedStep>;

const OPENERS: Readonly<Record<Step["kind"], Opener>> = {
  dump: async (folder, { epoch, kind, files }) => {
    const paths = files.filter((file) => file.kind === "dump").map(({ name }) => folder.pathOf(name));
    const dump = await readDumpIdentity(paths);
    const { replicationSequence: sequence, schemaSequence, identity, timestamp } = dump;
    return {
      epoch: { epoch, kind, files, sequence, schemaSequence, identity },
      timestamp,
      send: async (writer) => {
        await readDump(paths, dump, writer);
        await sendFeatures(folder, files, writer);
      },
    };
  },

  packet: async (folder, { epoch, kind, files, packet: sequence }, { schemaSequence: before }) => {
    const file = await readPacketFile(folder.pathOf(files[0]!.name), sequence!);
    const { schemaSequence, timestamp } = file.packet;
    if (before !== null && schemaSequence < before) {
      throw new IngestionError(
        "PACKET_SCHEMA_CHANGED",
        `packet ${sequence} has schema sequence ${schemaSequence}, but the stream is at ${before}; ` +
          "packets never go back: fetch it again",
      );
    }
    return {
      epoch: { epoch, kind, files, sequence, schemaSequence, identity: file.sha256 },
      timestamp,
      send: (writer) => sendPacket(file, writer),
    };
  },

  features: async (folder, { epoch, kind, files }, { sequence, schemaSequence }) => ({
    epoch: { epoch, kind, files, sequence, schemaSequence, identity: "" },
    timestamp: null,
    send: (writer) => sendFeatures(folder, files, writer),
  }),
};

async function sendFeatures(folder: SourceFolder, files: Step["files"], writer: EpochWriter): Promise<void> {
  for (const { name, kind } of files) {
    if (kind !== "features") continue;
    const read = isAcousticBrainzFile(name) ? readAcousticBrainz : readPopularity;
    await read(folder.pathOf(name), writer);
  }
}
