import { basename } from "node:path";
import {
  PENDING_DATA,
  type Packet,
  type RejectedLine,
  effectiveChanges,
  ignoredColumns,
  orderForApply,
  positionFor,
  readPacket,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { ArchiveReader } from "@interlude/infra-archives";
import type { LetterOrigin } from "../../dead-letters/dead-letter.js";
import { IngestionError } from "../../ingestion-error.js";
import { type EpochWriter, MAX_DEAD_LETTERS } from "../../writer/epoch-writer.js";
import { sendChange } from "../../writer/row-records.js";
import { PACKET_LIMITS } from "../archive-limits.js";
import { packetOrigin } from "./packet-letter.js";
import { droppedValue, rowFault } from "../row-fault.js";
import { controlText, isControlMember, memberLines } from "../archive-members.js";

interface PacketFile {
  readonly file: string;
  readonly sha256: string;
  readonly packet: Packet;
  /** Lines of its `pending_data`, as they were. */
  readonly lines: readonly Buffer[];
}

/** Lines are held in memory, the empty ones too, each at its own cost; a packet is an hour of changes. */
const MAX_LINES = 2_000_000;

const MEMBERS: Readonly<Record<string, "pendingData" | "pendingKeys" | "pendingTimestamps">> = {
  [PENDING_DATA]: "pendingData",
  "mbdump/pending_keys": "pendingKeys",
  "mbdump/pending_ts": "pendingTimestamps",
};

/**
 * Reads a replication packet whole, so that nothing of an unreadable packet is ever sent.
 * @param sequence the number in the file's name
 * @param tables that are replicated; rows of others are counted
 * @throws IngestionError; ControlFileError; LayoutError; PacketError; CopyTextError
 */
export async function readPacketFile(
  path: string,
  sequence: number,
  tables: ReadonlySet<string>,
): Promise<PacketFile> {
  const archive = new ArchiveReader(path, PACKET_LIMITS);
  const controlFiles: Record<string, string> = {};
  const members: Partial<Record<"pendingData" | "pendingKeys" | "pendingTimestamps", Buffer[]>> = {};
  for await (const member of archive.members()) {
    const pending = MEMBERS[member.name];
    if (isControlMember(member)) {
      controlFiles[member.name] = await controlText(member);
    } else if (pending !== undefined) {
      const rows: Buffer[] = (members[pending] = []);
      for await (const lines of memberLines(member)) {
        if (rows.length + lines.length > MAX_LINES) throw tooManyLines(archive.file, member.name);
        for (const line of lines) rows.push(line);
      }
    }
  }
  const { pendingData, pendingKeys, pendingTimestamps } = members;
  if (pendingData === undefined) {
    throw new IngestionError(
      "ARCHIVE_DAMAGED",
      `${basename(path)} has no mbdump/pending_data, without which it is no packet; fetch it again`,
    );
  }
  const packet = readPacket(
    { controlFiles, pendingData, pendingKeys, pendingTimestamps },
    { sequence, tables },
  );
  if (packet.rejected.length > MAX_DEAD_LETTERS) {
    const { line, reason } = packet.rejected[0]!;
    throw new IngestionError(
      "TOO_MANY_REJECTED",
      `${archive.file} has ${packet.rejected.length} lines that cannot be read, the first being line ${line}: ${reason}`,
    );
  }
  return { file: archive.file, sha256: archive.sha256(), packet, lines: pendingData };
}

function tooManyLines(file: string, member: string): IngestionError {
  return new IngestionError(
    "ARCHIVE_TOO_LARGE",
    `${file} has more than ${MAX_LINES} lines in ${member}; no packet has, so it was refused`,
  );
}

/**
 * Sends a packet's changes in apply order; updates that change nothing, or only ignored columns, are counted instead.
 * @param firstPosition where positions begin; more than 0 lets a packet that is applied again outrank its former rows
 */
export async function sendPacket(
  { file, sha256, packet, lines }: PacketFile,
  writer: EpochWriter,
  firstPosition = 0,
): Promise<void> {
  const { sequence, schemaSequence, transactionTimes } = packet;
  const ordered = orderForApply(packet.changes, packet.lastSeqids);
  const { changes, noOps, ignored } = effectiveChanges(ordered, ignoredColumns);
  writer.beginFile(file);
  const timeOf = (xid: number): number => packet.timestamp ?? transactionTimes.get(xid) ?? 0;
  const rejected: (Omit<RejectedLine, "place" | "code"> & { code: string; origin: LetterOrigin })[] = [];
  for (const change of changes) {
    const { xid, line } = change;
    const position = firstPosition + change.position;
    const ts = timeOf(xid);
    const source = { kind: "packet", sequence, xid, position } as const;
    try {
      sendChange(writer, tableLayout(change.table, schemaSequence), change, { source, ts });
    } catch (error) {
      const origin = packetOrigin({ sequence, schemaSequence, ts, position });
      const bytes = lines[line - 1]!;
      rejected.push({ member: PENDING_DATA, line, bytes, origin, ...rowFault(error) });
    }
    await writer.drain();
  }
  for (const { place, ...unreadable } of packet.rejected) {
    const position = firstPosition + positionFor(place, ordered, packet.lastSeqids);
    const origin = packetOrigin({ sequence, schemaSequence, ts: timeOf(place.xid), position });
    rejected.push({ ...unreadable, origin });
  }
  // In the order of the lines, as every epoch's inputs: one that is resumed goes on after the last.
  for (const letter of rejected.toSorted((one, other) => one.line - other.line)) {
    writer.deadLetter({ ...letter, offset: letter.line - 1 });
  }
  for (const { fault, ...place } of packet.dropped) writer.valueDropped({ ...place, ...droppedValue(fault) });
  for (const [table, rows] of packet.skipped) writer.skip(table, rows);
  writer.counts.noOps += noOps;
  writer.counts.ignored += ignored;
  writer.counts.transactions += packet.lastSeqids.size;
  writer.hashes.set(file, sha256);
}
