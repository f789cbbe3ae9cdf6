import { parseTimestamp } from "./timestamps.js";

/** The small files at the head of a dump or packet archive, by member name, as text. */
export type ControlFiles = Readonly<Record<string, string | undefined>>;

/** The members that come before `mbdump/` in every archive, in their order. */
export const CONTROL_FILE_NAMES: readonly string[] = [
  "TIMESTAMP",
  "COPYING",
  "README",
  "REPLICATION_SEQUENCE",
  "SCHEMA_SEQUENCE",
  "DBMIRROR_VERSION",
];

export type ControlFileErrorCode =
  | "CONTROL_FILE_MISSING"
  | "CONTROL_FILE_MALFORMED"
  | "DBMIRROR_VERSION_UNSUPPORTED"
  | "PACKET_SEQUENCE_MISMATCH";

/** An archive's control file is missing or does not say what it must; nothing of the archive should be used. */
export class ControlFileError extends Error {
  override readonly name = "ControlFileError";

  constructor(
    readonly code: ControlFileErrorCode,
    /** The member concerned. */
    readonly member: string,
    message: string,
  ) {
    super(`${member}: ${message}`);
  }
}

export interface DumpControl {
  readonly schemaSequence: number;
  /** The packet whose state the dump is; null if it is tied to none, so that no packet can follow it. */
  readonly replicationSequence: number | null;
  /** Unix time in microseconds, or null if the text is no timestamp. */
  readonly timestamp: number | null;
}

export interface PacketControl {
  readonly schemaSequence: number;
  readonly sequence: number;
  /** Unix time in microseconds, or null if the text is no timestamp: nothing depends on it. */
  readonly timestamp: number | null;
}

/**
 * What a full dump's control files say. An empty REPLICATION_SEQUENCE is allowed there.
 * @throws ControlFileError `CONTROL_FILE_MISSING`, `CONTROL_FILE_MALFORMED`
 */
export function readDumpControl(files: ControlFiles): DumpControl {
  return {
    schemaSequence: decimal(files, "SCHEMA_SEQUENCE"),
    replicationSequence:
      required(files, "REPLICATION_SEQUENCE").trim() === "" ? null : decimal(files, "REPLICATION_SEQUENCE"),
    timestamp: timestamp(files),
  };
}

/**
 * What a replication packet's control files say, checked against the number that was asked for.
 * @throws ControlFileError `CONTROL_FILE_MISSING`, `CONTROL_FILE_MALFORMED`, `DBMIRROR_VERSION_UNSUPPORTED`,
 * `PACKET_SEQUENCE_MISMATCH`
 */
export function readPacketControl(files: ControlFiles, expectedSequence: number): PacketControl {
  const version = required(files, "DBMIRROR_VERSION").trim();
  if (version !== "2") {
    throw new ControlFileError(
      "DBMIRROR_VERSION_UNSUPPORTED",
      "DBMIRROR_VERSION",
      `the packet is in format ${JSON.stringify(version)}, only 2 is read; fetch the file whose name ends in -v2.tar.bz2`,
    );
  }
  const sequence = decimal(files, "REPLICATION_SEQUENCE");
  if (sequence !== expectedSequence) {
    throw new ControlFileError(
      "PACKET_SEQUENCE_MISMATCH",
      "REPLICATION_SEQUENCE",
      `the packet says it is ${sequence}, but ${expectedSequence} was asked for; fetch ${expectedSequence} again`,
    );
  }
  return { schemaSequence: decimal(files, "SCHEMA_SEQUENCE"), sequence, timestamp: timestamp(files) };
}

function required(files: ControlFiles, member: string): string {
  const content = files[member];
  if (content !== undefined) return content;
  throw new ControlFileError(
    "CONTROL_FILE_MISSING",
    member,
    "the archive does not have this file; it is damaged, or no MusicBrainz export",
  );
}

function decimal(files: ControlFiles, member: string): number {
  const content = required(files, member);
  const value = /^\d{1,15}\n?$/.test(content) ? Number(content) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new ControlFileError(
    "CONTROL_FILE_MALFORMED",
    member,
    `expected a decimal number and a line feed, found ${JSON.stringify(content.slice(0, 40))}`,
  );
}

function timestamp(files: ControlFiles): number | null {
  return parseTimestamp((files["TIMESTAMP"] ?? "").replace(/^This snapshot was taken at /, "").trim());
}
