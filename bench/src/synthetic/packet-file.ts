import { type Row, encodeCopyRow, jsonFromRow, tableLayout } from "@interlude/core-musicbrainz";
import { SCHEMA_SEQUENCE } from "./generated-dump.js";
import { TarFile } from "./tar-file.js";

const TIMESTAMP = "2026-09-05 01:00:07.654321+00";
const FIRST_XID = 2_266_759_644;
const FIRST_SEQID = 881_234_567;
const REACHED_AT = 1_788_570_007_654_321;

/** A row change as a packet is to have it. */
export interface PacketChange {
  readonly table: string;
  readonly op: "i" | "u" | "d";
  readonly before: Row | null;
  readonly after: Row | null;
  /** Its transaction, a number from 0. */
  readonly transaction: number;
}

/** Writes changes, in the order given, as a replication packet of version 2 (unpacked). */
export async function writePacket(
  path: string,
  sequence: number,
  changes: Iterable<PacketChange>,
): Promise<void> {
  const tables = new Set<string>();
  const lines: string[] = [];
  let transactions = 0;
  for (const change of changes) {
    tables.add(change.table);
    transactions = Math.max(transactions, change.transaction + 1);
    lines.push(pendingLine(FIRST_SEQID + lines.length, change));
  }
  const closing = reached(sequence, transactions);
  lines.push(pendingLine(FIRST_SEQID + lines.length, closing));
  tables.add(closing.table);
  const archive = await TarFile.create(path);
  const members = {
    TIMESTAMP: `${TIMESTAMP}\n`,
    REPLICATION_SEQUENCE: `${sequence}\n`,
    SCHEMA_SEQUENCE: `${SCHEMA_SEQUENCE}\n`,
    DBMIRROR_VERSION: "2\n",
    "mbdump/pending_data": lines.join(""),
    "mbdump/pending_keys": pendingKeys(tables),
    "mbdump/pending_ts": pendingTimestamps(transactions + 1),
  };
  for (const [name, text] of Object.entries(members)) await archive.add(name, [Buffer.from(text)]);
  await archive.end();
}

/** What every packet ends in. */
function reached(sequence: number, transaction: number): PacketChange {
  const state = (current_replication_sequence: number): Row => ({
    id: 1,
    current_schema_sequence: SCHEMA_SEQUENCE,
    current_replication_sequence,
    last_replication_date: REACHED_AT,
  });
  return {
    table: "replication_control",
    op: "u",
    before: state(sequence - 1),
    after: state(sequence),
    transaction,
  };
}

function pendingLine(seqid: number, { table, op, before, after, transaction }: PacketChange): string {
  const layout = tableLayout(table, SCHEMA_SEQUENCE);
  const json = (row: Row | null) => (row === null ? null : JSON.stringify(jsonFromRow(layout, row)));
  const xid = String(FIRST_XID + transaction);
  return encodeCopyRow([
    String(seqid),
    `musicbrainz.${table}`,
    op,
    xid,
    json(before),
    json(after),
    null,
    null,
  ]);
}

function pendingKeys(tables: ReadonlySet<string>): string {
  return [...tables]
    .map((table) => {
      const { primaryKey } = tableLayout(table, SCHEMA_SEQUENCE);
      return encodeCopyRow([`musicbrainz.${table}`, `{${primaryKey.join(",")}}`]);
    })
    .join("");
}

function pendingTimestamps(transactions: number): string {
  return Array.from({ length: transactions }, (_, i) =>
    encodeCopyRow([String(FIRST_XID + i), TIMESTAMP]),
  ).join("");
}
