import { mirrors } from "../mirror/mirror-tables.js";
import { type MirrorTable, valuesOf } from "../mirror/mirror-table.js";
import type { MusicTables, TableName } from "./music-tables.js";
import type { TestStage } from "./stage.js";

/** Rows of a mirror by key, as text. */
type MirrorRows = Map<string, unknown>;

/** What a mirror must hold, row by row from the tables: no row more, no column other. */
export function expectedMirror(tables: MusicTables, name: TableName): MirrorRows {
  const mirror: MirrorTable = mirrors[name] as never;
  return byKey(
    mirror,
    [...tables.rows(name).values()].map((row) => valuesOf(mirror, row as never)),
  );
}

/** What a mirror holds: its live rows, without their source versions. */
export async function heldMirror(stage: TestStage, name: TableName): Promise<MirrorRows> {
  const mirror: MirrorTable = mirrors[name] as never;
  const columns = Object.keys(mirror.columns).join(", ");
  return byKey(
    mirror,
    await stage.database.query(`select ${columns} from ${mirror.table} where not deleted`),
  );
}

function byKey({ key }: MirrorTable, rows: readonly Readonly<Record<string, unknown>>[]): MirrorRows {
  const named = rows.map((row): [string, unknown] => [key.map((column) => row[column]).join(":"), row]);
  return new Map(named.sort(([one], [other]) => (one < other ? -1 : 1)));
}
