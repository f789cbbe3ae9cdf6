import type { Database } from "@interlude/infra-postgres";
import type { MirrorTable } from "../mirror/mirror-table.js";

/** What PostgreSQL says of a mirror, as far as the mirror's definition decides it. */
interface MirrorDdl {
  /** Types by column, with `?` where NULL is allowed. */
  readonly columns: Readonly<Record<string, string>>;
  /** In the order of the primary key. */
  readonly key: readonly string[];
  /** The MusicBrainz table that the comment names. */
  readonly source: string | undefined;
  readonly withoutComment: readonly string[];
}

/** What the DDL of a mirror must say. */
export function expectedDdl({ table, key, columns }: MirrorTable): MirrorDdl {
  const written = { source_sequence: "bigint", source_position: "bigint", deleted: "boolean" };
  return { columns: { ...columns, ...written }, key, source: table, withoutComment: [] };
}

const COLUMNS = `
  select attname as name, format_type(atttypid, atttypmod) || case when attnotnull then '' else '?' end as type,
    array_position(indkey::smallint[], attnum) as "keyPlace", col_description(attrelid, attnum) as comment,
    obj_description(attrelid) as "tableComment"
  from pg_attribute left join pg_index on indrelid = attrelid and indisprimary
  where attrelid = $1::regclass and attnum > 0 and not attisdropped`;

/** What the DDL of a mirror says. */
export async function actualDdl(database: Database, table: string): Promise<MirrorDdl> {
  const columns = await database.query<{
    name: string;
    type: string;
    keyPlace: number | null;
    comment: string | null;
    tableComment: string | null;
  }>(COLUMNS, [table]);
  const key = columns.filter(({ keyPlace }) => keyPlace !== null);
  return {
    columns: Object.fromEntries(columns.map(({ name, type }) => [name, type])),
    key: key.toSorted((one, other) => one.keyPlace! - other.keyPlace!).map(({ name }) => name),
    source: /^Mirror of MusicBrainz (\w+)[.:]/.exec(columns[0]?.tableComment ?? "")?.[1],
    withoutComment: columns.filter(({ comment }) => comment === null).map(({ name }) => name),
  };
}
