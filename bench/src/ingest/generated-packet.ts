import {
  type Row,
  type TableLayout,
  type Value,
  decodeCopyRow,
  encodeCopyRow,
  jsonFromRow,
  rowFromCopy,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { Random } from "@interlude/core-sample";
import { DUMP_SEQUENCE, dumpTables } from "./dump-tables.js";
import { SCHEMA_SEQUENCE, dumpLines } from "./generated-dump.js";
import { TarFile } from "./tar-file.js";

const TIMESTAMP = "2026-09-05 01:00:07.654321+00";
const FIRST_XID = 2_266_759_644;
const FIRST_SEQID = 881_234_567;
/** Recordings of the dump that the changed rows would be in. */
const WORLD = 100_000;
/** Ten thousand changes in eight hundred transactions, as packets of these years have them. */
const CHANGES_A_TRANSACTION = 12.5;

/** What is changed of a table by an edit, and how often the table is edited among a hundred changes. */
const EDITED = [
  { table: "recording", weight: 35, column: "name" },
  { table: "url", weight: 13, column: "url" },
  { table: "artist", weight: 12, column: "sort_name" },
  { table: "artist_credit_name", weight: 12, column: "name" },
  { table: "l_artist_url", weight: 12, column: "entity1_credit" },
  { table: "artist_credit", weight: 8, column: "name" },
  { table: "isrc", weight: 8, column: "isrc" },
] as const;
const BY_WEIGHT = EDITED.flatMap((edited) => Array.from({ length: edited.weight }, () => edited));

interface Change {
  readonly op: "i" | "u" | "d";
  readonly before: Row | null;
  readonly after: Row | null;
}

/**
 * Writes a replication packet of version 2 (unpacked): `changes` row changes of kept tables, a quarter of them
 * inserts, 6% deletes; one update in five touches only what nobody downstream looks at. Transactions overlap.
 */
export async function writeGeneratedPacket(path: string, sequence: number, changes: number): Promise<void> {
  const archive = await TarFile.create(path);
  const members = {
    TIMESTAMP: `${TIMESTAMP}\n`,
    REPLICATION_SEQUENCE: `${sequence}\n`,
    SCHEMA_SEQUENCE: `${SCHEMA_SEQUENCE}\n`,
    DBMIRROR_VERSION: "2\n",
    "mbdump/pending_data": [...pendingData(sequence, changes)].join(""),
    "mbdump/pending_keys": pendingKeys(),
    "mbdump/pending_ts": pendingTimestamps(changes),
  };
  for (const [name, text] of Object.entries(members)) await archive.add(name, [Buffer.from(text)]);
  await archive.end();
}

function* pendingData(sequence: number, changes: number): Generator<string> {
  const random = new Random(sequence);
  const sources = new Map(
    dumpTables(WORLD).map((table) => [table.table, dumpLines({ ...table, rows: WORLD }, sequence)]),
  );
  for (let i = 0; i < changes; i++) {
    const { table, column } = random.pick(BY_WEIGHT);
    const layout = tableLayout(table, SCHEMA_SEQUENCE);
    const line: string = sources.get(table)!.next().value;
    const row = rowFromCopy(layout, decodeCopyRow(Buffer.from(line.slice(0, -1))));
    const xid = FIRST_XID + Math.floor((i + random.below(20)) / CHANGES_A_TRANSACTION);
    yield pendingLine({ layout, seqid: FIRST_SEQID + i, xid }, changeOf(row, column, random));
  }
  const layout = tableLayout("replication_control", SCHEMA_SEQUENCE);
  const state = (reached: number): Row => ({
    id: 1,
    current_schema_sequence: SCHEMA_SEQUENCE,
    current_replication_sequence: reached,
    last_replication_date: 1_788_570_007_654_321,
  });
  const place = { layout, seqid: FIRST_SEQID + changes, xid: FIRST_XID + changes };
  yield pendingLine(place, { op: "u", before: state(sequence - 1), after: state(sequence) });
}

function changeOf(row: Row, column: string, random: Random): Change {
  const kind = random.next();
  if (kind < 0.24) return { op: "i", before: null, after: row };
  if (kind < 0.3) return { op: "d", before: row, after: null };
  const after: Record<string, Value> = { ...row };
  if ("last_updated" in row) after["last_updated"] = 1_788_569_000_000_000;
  if (random.chance(0.8) || !("edits_pending" in row)) {
    after[column] =
      column === "isrc" ? String(row[column]).replace(/.$/, "X") : `${row[column] ?? ""} (edited)`;
  } else if ("ref_count" in row) after["ref_count"] = 7;
  else after["edits_pending"] = 1;
  return { op: "u", before: row, after };
}

function pendingLine(
  { layout, seqid, xid }: { layout: TableLayout; seqid: number; xid: number },
  { op, before, after }: Change,
): string {
  const json = (row: Row | null) => (row === null ? null : JSON.stringify(jsonFromRow(layout, row)));
  const name = `musicbrainz.${layout.table}`;
  return encodeCopyRow([String(seqid), name, op, String(xid), json(before), json(after), null, null]);
}

function pendingKeys(): string {
  const tables = [...EDITED.map(({ table }) => table), "replication_control"];
  return tables
    .map((table) => {
      const { primaryKey } = tableLayout(table, SCHEMA_SEQUENCE);
      return encodeCopyRow([`musicbrainz.${table}`, `{${primaryKey.join(",")}}`]);
    })
    .join("");
}

function pendingTimestamps(changes: number): string {
  const transactions = Math.ceil((changes + 20) / CHANGES_A_TRANSACTION);
  return Array.from({ length: transactions }, (_, i) =>
    encodeCopyRow([String(FIRST_XID + i), TIMESTAMP]),
  ).join("");
}

/** The number of a dump's `place`-th packet, from 1. */
export function packetSequence(place: number): number {
  return DUMP_SEQUENCE + place;
}
