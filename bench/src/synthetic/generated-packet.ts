import type { Row, Value } from "@interlude/core-musicbrainz";
import { Random } from "@interlude/core-sample";
import { type DumpRows, dumpRows } from "./dump-rows.js";
import { DUMP_SEQUENCE } from "./dump-tables.js";
import type { DumpSize } from "./generated-dump.js";
import { type PacketChange, writePacket } from "./packet-file.js";

const EDITED_AT = 1_788_569_000_000_000;
/** Ten thousand changes in eight hundred transactions, as packets of these years have them. */
const CHANGES_A_TRANSACTION = 12.5;

/** Updates of recordings that move them to another credit. */
const RECREDITED = 0.2;

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

/** How large a packet is, and which dump it follows. */
interface PacketSize {
  readonly changes: number;
  readonly dump: DumpSize;
}

/**
 * Writes a replication packet of version 2 (unpacked): `changes` row changes of kept tables, a quarter of them
 * inserts, 6% deletes, all over the dump that it follows; one update in five touches only columns that no consumer
 * looks at, one of recordings in five moves it to another credit. Transactions overlap. Packets of a dump insert
 * other rows each.
 */
export async function writeGeneratedPacket(path: string, sequence: number, size: PacketSize): Promise<void> {
  await writePacket(path, sequence, packetChanges(sequence, size));
}

function* packetChanges(sequence: number, { changes, dump }: PacketSize): Generator<PacketChange> {
  const random = new Random(sequence);
  const tables = new Map<string, DumpRows>(EDITED.map(({ table }) => [table, dumpRows(dump, table)]));
  const credits = tables.get("artist_credit")!.rows;
  for (let i = 0; i < changes; i++) {
    const { table, column } = random.pick(BY_WEIGHT);
    const { rows, rowOf } = tables.get(table)!;
    const transaction = Math.floor((i + random.below(20)) / CHANGES_A_TRANSACTION);
    const kind = random.next();
    if (kind < 0.24) {
      const after = rowOf(rows + (sequence - DUMP_SEQUENCE - 1) * changes + i);
      yield { table, transaction, op: "i", before: null, after };
      continue;
    }
    const row = rowOf(random.below(rows));
    if (kind < 0.3) {
      yield { table, transaction, op: "d", before: row, after: null };
      continue;
    }
    const isRecredited = table === "recording" && random.chance(RECREDITED);
    const after = isRecredited
      ? { ...row, artist_credit: 1 + random.below(credits) }
      : editedRow(row, column, random);
    yield { table, transaction, op: "u", before: row, after };
  }
}

function editedRow(row: Row, column: string, random: Random): Row {
  const after: Record<string, Value> = { ...row };
  if ("last_updated" in row) after["last_updated"] = EDITED_AT;
  if (random.chance(0.8) || !("edits_pending" in row)) {
    after[column] =
      column === "isrc" ? String(row[column]).replace(/.$/, "X") : `${row[column] ?? ""} (edited)`;
  } else if ("ref_count" in row) after["ref_count"] = 7;
  else after["edits_pending"] = 1;
  return after;
}

/** The number of a dump's `place`-th packet, from 1. */
export function packetSequence(place: number): number {
  return DUMP_SEQUENCE + place;
}
