/**
 * A replication packet, version 2 (dbmirror2): whole old and new rows as JSON inside COPY text.
 * Source: metabrainz/dbmirror2 `dbmirror2.sql`; musicbrainz-server `admin/replication/ProcessReplicationChanges`.
 */
import { type ControlFiles, readPacketControl } from "./control-files.js";
import { CopyTextError, type CopyTextErrorCode, decodeCopyRow, isEndOfData } from "./copy-text.js";
import { PacketError } from "./packet-error.js";
import {
  PendingDataError,
  type PendingDataErrorCode,
  type PendingEntry,
  changeOf,
  readPendingEntry,
} from "./pending-data.js";
import { checkKeys, readTransactionTimes } from "./pending-tables.js";
import type { RowChange } from "./row-change.js";
import { PacketLayouts } from "./packet-layouts.js";
import { RowError, type RowErrorCode, type ValueDropped } from "./rows.js";
import { checkSchemaSequence } from "./table-layouts.js";

/** A line that could not be read, with all that is needed to look at it and to replay it. */
export interface RejectedLine {
  readonly member: string;
  /** 1-based. */
  readonly line: number;
  readonly code: CopyTextErrorCode | RowErrorCode | PendingDataErrorCode;
  readonly reason: string;
  /** The line as it was, without its LF. */
  readonly bytes: Buffer;
  /** The line's own place in its transaction; of a line that does not even say that, the last one's before it. */
  readonly place: Pick<PendingEntry, "xid" | "seqid">;
}

/** A value that is null in its row, which is good without it. */
interface DroppedField {
  readonly member: string;
  /** 1-based. */
  readonly line: number;
  readonly fault: RowError;
}

/** A change and the line that it was on. */
export interface PacketChange extends RowChange {
  /** 1-based. */
  readonly line: number;
}

export interface Packet {
  readonly sequence: number;
  readonly schemaSequence: number;
  /** Unix time in microseconds; null if the packet does not say. */
  readonly timestamp: number | null;
  /** Changes of the tables asked for, in file order; see `orderForApply`. */
  readonly changes: readonly PacketChange[];
  /** The highest seqid of each transaction over all its rows, kept or not: what orders transactions. */
  readonly lastSeqids: ReadonlyMap<number, number>;
  /** When each transaction began, Unix time in microseconds; by xid, as far as the packet says. */
  readonly transactionTimes: ReadonlyMap<number, number>;
  /** Rows of other tables, counted by `schema.table`. */
  readonly skipped: ReadonlyMap<string, number>;
  /** Lines that could not be read. */
  readonly rejected: readonly RejectedLine[];
  /** Values that could not be read and are not needed, in rows before a change and after it. */
  readonly dropped: readonly DroppedField[];
}

export interface PacketMembers {
  readonly controlFiles: ControlFiles;
  /** Lines of `mbdump/pending_data`, without LF. */
  readonly pendingData: Iterable<Buffer>;
  /** Lines of `mbdump/pending_keys`; some real packets lack the member. */
  readonly pendingKeys?: Iterable<Buffer> | undefined;
  /** Lines of `mbdump/pending_ts`. */
  readonly pendingTimestamps?: Iterable<Buffer> | undefined;
}

export interface ReadPacketOptions {
  /** The number that was asked for. */
  readonly sequence: number;
  /** Tables of the schema `musicbrainz` whose changes are wanted. */
  readonly tables: ReadonlySet<string>;
}

/** The member of a packet that has its changes. */
export const PENDING_DATA = "mbdump/pending_data";

/**
 * Reads a packet. A line that cannot be read is put in `rejected` and the rest is read; what makes the packet as a
 * whole unusable is thrown, and nothing of it is handed out.
 * @throws ControlFileError; LayoutError for a schema sequence that is not known, and if no row of a table has its
 *   columns; PacketError
 */
export function readPacket(members: PacketMembers, options: ReadPacketOptions): Packet {
  const control = readPacketControl(members.controlFiles, options.sequence);
  const { sequence, schemaSequence } = control;
  checkSchemaSequence(schemaSequence);
  if (members.pendingKeys !== undefined) {
    checkKeys(members.pendingKeys, { sequence, schemaSequence, tables: options.tables });
  }
  const reader = new PendingDataReader(schemaSequence, options.tables);
  for (const bytes of members.pendingData) reader.read(bytes);
  reader.layouts.check(sequence);
  if (reader.controlRow !== null) checkControlRow(reader.controlRow, control);
  return {
    ...control,
    changes: reader.changes,
    lastSeqids: reader.lastSeqids,
    transactionTimes: readTransactionTimes(members.pendingTimestamps ?? [], sequence),
    skipped: reader.skipped,
    rejected: reader.rejected,
    dropped: reader.dropped,
  };
}

/**
 * The change that one line of `pending_data` describes, read as in its packet.
 * @throws CopyTextError, PendingDataError, RowError, LayoutError
 */
export function readPendingLine(bytes: Buffer, schemaSequence: number, onDropped?: ValueDropped): RowChange {
  return changeOf(readPendingEntry(decodeCopyRow(bytes)), schemaSequence, onDropped);
}

class PendingDataReader {
  readonly changes: PacketChange[] = [];
  readonly lastSeqids = new Map<number, number>();
  readonly skipped = new Map<string, number>();
  readonly rejected: RejectedLine[] = [];
  readonly dropped: DroppedField[] = [];
  readonly layouts: PacketLayouts;
  /** The last change of `replication_control`, which every complete packet ends with. */
  controlRow: PendingEntry | null = null;
  #line = 0;
  /** Of the last line that says where it belongs. */
  #place: RejectedLine["place"] = { xid: 0, seqid: 0 };

  constructor(
    schemaSequence: number,
    private readonly tables: ReadonlySet<string>,
  ) {
    this.layouts = new PacketLayouts(schemaSequence);
  }

  read(bytes: Buffer): void {
    this.#line++;
    if (isEndOfData(bytes)) return;
    try {
      const entry = readPendingEntry(decodeCopyRow(bytes));
      this.#place = { xid: entry.xid, seqid: entry.seqid };
      this.lastSeqids.set(entry.xid, Math.max(entry.seqid, this.lastSeqids.get(entry.xid) ?? 0));
      this.#take(entry);
    } catch (error) {
      const isOfLine =
        error instanceof CopyTextError || error instanceof PendingDataError || error instanceof RowError;
      if (!isOfLine) throw error;
      const { code, message: reason } = error;
      const place = this.#place;
      this.rejected.push({ member: PENDING_DATA, line: this.#line, code, reason, bytes, place });
    }
  }

  #take(entry: PendingEntry): void {
    const { schema, table, seqid } = entry;
    const isOurs = schema === "musicbrainz";
    if (isOurs && table === "replication_control" && seqid > (this.controlRow?.seqid ?? -1)) {
      this.controlRow = entry;
    }
    if (isOurs && this.tables.has(table)) {
      const faults: RowError[] = [];
      const change = this.layouts.read(entry, (fault) => faults.push(fault));
      this.changes.push({ ...change, line: this.#line });
      for (const fault of faults) this.dropped.push({ member: PENDING_DATA, line: this.#line, fault });
    } else {
      const name = `${schema}.${table}`;
      this.skipped.set(name, (this.skipped.get(name) ?? 0) + 1);
    }
  }
}

/** The packet's own update of the master's counter must arrive at the packet's number. */
function checkControlRow(entry: PendingEntry, control: { sequence: number; schemaSequence: number }): void {
  let after: unknown;
  try {
    after = changeOf(entry, control.schemaSequence).after?.["current_replication_sequence"];
  } catch (error) {
    after = (error as Error).message;
  }
  if (after === control.sequence) return;
  throw new PacketError(
    "PACKET_CONTROL_ROW_DIFFERS",
    control.sequence,
    `its update of replication_control does not arrive at ${control.sequence} but at ${String(after)}; fetch it again`,
  );
}
