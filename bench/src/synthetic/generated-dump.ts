import { tableLayout } from "@interlude/core-musicbrainz";
import { randomFor } from "@interlude/core-sample";
import { usualMaker } from "./columns.js";
import { DUMP_SEQUENCE, type DumpTable, dumpTables } from "./dump-tables.js";
import { TarFile } from "./tar-file.js";

/** The schema sequence of what is generated. */
export const SCHEMA_SEQUENCE = 31;
const TIMESTAMP = "2026-09-05 00:25:19.123457+00\n";

const BUFFER_BYTES = 1024 * 1024;
const TEXT_LENGTH = 16 * 1024;

/** What a generated dump holds. */
export interface GeneratedDump {
  /** Bytes of the archive. */
  readonly bytes: number;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

export interface DumpSize {
  readonly recordings: number;
  /** Same seed, same bytes. */
  readonly seed: number;
}

/**
 * Writes a dump in the shape of a full export (`mbdump.tar`, unpacked) at constant memory. Keys refer to rows that
 * are there; names and dates are random, so that it packs about as text does.
 */
export async function writeGeneratedDump(
  path: string,
  { recordings, seed }: DumpSize,
): Promise<GeneratedDump> {
  const archive = await TarFile.create(path);
  for (const [member, text] of Object.entries(controlFiles())) await archive.add(member, [Buffer.from(text)]);
  const rows: Record<string, number> = {};
  for (const table of dumpTables(recordings)) {
    await archive.add(`mbdump/${table.table}`, inChunks(dumpLines(table, seed)));
    rows[table.table] = table.rows;
  }
  return { bytes: await archive.end(), rows };
}

function controlFiles(): Record<string, string> {
  return {
    TIMESTAMP,
    COPYING: "Generated for measurements; it holds nothing of MusicBrainz.\n",
    README: "A generated dump.\n",
    REPLICATION_SEQUENCE: `${DUMP_SEQUENCE}\n`,
    SCHEMA_SEQUENCE: `${SCHEMA_SEQUENCE}\n`,
  };
}

/** The COPY lines of a table, each with its LF. */
export function* dumpLines(table: DumpTable, seed: number): Generator<string> {
  const lineOf = lineMaker(table, seed);
  for (let row = 0; row < table.rows; row++) yield lineOf(row);
}

/** Gives any COPY line of a table by its number, from 0; it depends on the seed, the table and that number alone. */
export function lineMaker({ table, columns }: DumpTable, seed: number): (row: number) => string {
  const layout = tableLayout(table, SCHEMA_SEQUENCE);
  const makers = layout.columns.map((column) => columns[column.name] ?? usualMaker(column));
  const stream = seedOf(table, seed);
  return (row) => {
    const random = randomFor(seed, stream, row);
    let line = makers[0]!(row, random);
    for (let column = 1; column < makers.length; column++) line += `\t${makers[column]!(row, random)}`;
    return `${line}\n`;
  };
}

function seedOf(table: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < table.length; i++) hash = Math.imul(hash ^ table.charCodeAt(i), 0x01000193);
  return hash;
}

/** Lines as UTF-8 in one buffer that is used again for each chunk. */
function* inChunks(lines: Iterable<string>): Generator<Buffer> {
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let end = 0;
  let text = "";
  for (const line of lines) {
    text += line;
    if (text.length < TEXT_LENGTH) continue;
    end += buffer.write(text, end);
    text = "";
    // A UTF-16 unit is at most three bytes of UTF-8.
    if (end + 2 * 3 * TEXT_LENGTH < BUFFER_BYTES) continue;
    yield buffer.subarray(0, end);
    end = 0;
  }
  end += buffer.write(text, end);
  if (end > 0) yield buffer.subarray(0, end);
}
