import type { Transaction } from "@interlude/infra-postgres";

/** An index, as the catalogue has it. */
interface TableIndex {
  readonly name: string;
  /** The part of `create index` after the table's name. */
  readonly method: string;
  readonly unique: boolean;
  readonly primary: boolean;
}

/** What a table has beside its columns and constraints. */
export interface TableShape {
  readonly name: string;
  /** As a literal, or null. */
  readonly comment: string | null;
  readonly options: readonly string[];
  readonly indexes: readonly TableIndex[];
  /** Identity columns, with their sequences. */
  readonly identities: readonly { readonly column: string; readonly sequence: string }[];
}

const SHAPES = `
  select class.relname as name,
    quote_literal(obj_description(class.oid, 'pg_class')) as comment,
    coalesce(class.reloptions, '{}') as options,
    (
      select coalesce(json_agg(json_build_object(
        'name', index_class.relname, 'unique', indisunique, 'primary', indisprimary,
        'method', substring(pg_get_indexdef(indexrelid) from ' (USING .*)$')
      ) order by index_class.relname), '[]')
      from pg_index join pg_class as index_class on index_class.oid = indexrelid where indrelid = class.oid
    ) as indexes,
    (
      select coalesce(json_agg(json_build_object('column', attname, 'sequence', sequence.relname)), '[]')
      from pg_depend
      join pg_class as sequence on sequence.oid = objid and sequence.relkind = 'S'
      join pg_attribute on attrelid = refobjid and attnum = refobjsubid and attidentity <> ''
      where refclassid = 'pg_class'::regclass and refobjid = class.oid and deptype = 'i'
    ) as identities
  from pg_class as class
  where class.relnamespace = current_schema()::regnamespace and class.relkind = 'r' and class.relname = any ($1)`;

/** The shapes of those of the tables that there are in the service's schema, by name. */
export async function tableShapes(
  transaction: Transaction,
  names: readonly string[],
): Promise<Map<string, TableShape>> {
  const shapes = await transaction.query<TableShape>(SHAPES, [names]);
  return new Map(shapes.map((shape) => [shape.name, shape]));
}
