import { encodeCopyRow } from "../copy-text.js";
import type { PacketMembers } from "../packet.js";

export const PACKET_SEQUENCE = 881;

const CONTROL_FILES = {
  TIMESTAMP: "2026-05-11 21:14:26.878674+00\n",
  REPLICATION_SEQUENCE: `${PACKET_SEQUENCE}\n`,
  SCHEMA_SEQUENCE: "31\n",
  DBMIRROR_VERSION: "2\n",
};

export const lineOf = (...fields: (string | null)[]): Buffer =>
  Buffer.from(encodeCopyRow(fields)).subarray(0, -1);

/** A line of `pending_data` with the rows given as objects or as raw text. */
export function pendingLine(
  seqid: number | string,
  table: string,
  op: string,
  xid: number | string,
  before: object | string | null,
  after: object | string | null,
): Buffer {
  const text = (row: object | string | null) =>
    row === null || typeof row === "string" ? row : JSON.stringify(row);
  return lineOf(String(seqid), table, op, String(xid), text(before), text(after), null, null);
}

/** A packet's members, the control files those of packet 881 unless said otherwise. */
export function packetMembers(
  pendingData: Iterable<Buffer>,
  more: Partial<Omit<PacketMembers, "pendingData">> = {},
): PacketMembers {
  return { pendingData, ...more, controlFiles: { ...CONTROL_FILES, ...more.controlFiles } };
}
