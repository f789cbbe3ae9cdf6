import { type Row, copyFromRow, encodeCopyRow, jsonFromRow, tableLayout } from "@interlude/core-musicbrainz";
import type { Members } from "@interlude/infra-archives/testing";

const TIMESTAMP = "2026-05-11 21:14:26.878674+00\n";

export const gidOf = (id: number): string => `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`;

export const artistCredit = (id: number, name = `credit ${id}`): Row => ({
  id,
  name,
  artist_count: 1,
  ref_count: 1,
  created: null,
  edits_pending: 0,
  gid: gidOf(id),
});

export const creditName = (credit: number, position: number, artist: number): Row => ({
  artist_credit: credit,
  position,
  artist,
  name: `artist ${artist}`,
  join_phrase: "",
});

/** The members of a full dump with rows by table. */
export function dumpMembers(
  tables: Readonly<Record<string, readonly Row[]>>,
  control: Readonly<Record<string, string>> = {},
): Members {
  const files = { TIMESTAMP, REPLICATION_SEQUENCE: "100\n", SCHEMA_SEQUENCE: "31\n", ...control };
  const members = Object.entries(tables).map(([table, rows]): [string, string] => {
    const layout = tableLayout(table, 31);
    return [`mbdump/${table}`, rows.map((row) => encodeCopyRow(copyFromRow(layout, row))).join("")];
  });
  return [...Object.entries(files), ...members];
}

export interface PendingChange {
  readonly table: string;
  readonly before?: Row;
  readonly after?: Row;
  readonly xid?: number;
}

/** The members of a packet, its changes in the order given. */
export function packetMembers(
  sequence: number,
  changes: readonly PendingChange[],
  control: Readonly<Record<string, string>> = {},
): Members {
  const files = {
    TIMESTAMP,
    REPLICATION_SEQUENCE: `${sequence}\n`,
    SCHEMA_SEQUENCE: "31\n",
    DBMIRROR_VERSION: "2\n",
    ...control,
  };
  const lines = changes.map(({ table, before, after, xid = 1 }, i) => {
    const layout = tableLayout(table, 31);
    const json = (row: Row | undefined) =>
      row === undefined ? null : JSON.stringify(jsonFromRow(layout, row));
    const op = before === undefined ? "i" : after === undefined ? "d" : "u";
    const name = `musicbrainz.${table}`;
    return encodeCopyRow([String(i + 1), name, op, String(xid), json(before), json(after), null, null]);
  });
  return [...Object.entries(files), ["mbdump/pending_data", lines.join("")]];
}
