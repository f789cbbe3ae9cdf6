import { type Row, decodeCopyRow, rowFromCopy, tableLayout } from "@interlude/core-musicbrainz";
import { dumpTables } from "./dump-tables.js";
import { type DumpSize, SCHEMA_SEQUENCE, lineMaker } from "./generated-dump.js";

/** A table of a generated dump, any row of which can be asked for. */
export interface DumpRows {
  /** How many the dump has. */
  readonly rows: number;
  /** A row by its number, from 0; those beyond the dump's are as it would have had them, were it larger. */
  rowOf(row: number): Row;
}

export function dumpRows({ recordings, seed }: DumpSize, table: string): DumpRows {
  const found = dumpTables(recordings).find((one) => one.table === table);
  if (found === undefined) throw new Error(`a generated dump has no table ${table}`);
  const layout = tableLayout(table, SCHEMA_SEQUENCE);
  const lineOf = lineMaker(found, seed);
  return {
    rows: found.rows,
    rowOf: (row) => rowFromCopy(layout, decodeCopyRow(Buffer.from(lineOf(row).slice(0, -1)))),
  };
}
