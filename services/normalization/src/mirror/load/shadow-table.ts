import type { Transaction } from "@interlude/infra-postgres";
import type { MirrorLayout } from "../guarded-upsert.js";
import { type TableShape, tableShapes } from "./table-shape.js";

const UNIQUE_VIOLATION = "23505";

/** The table that a dump is loaded into, beside a mirror; also the name of what belongs to it. */
export function shadowOf(name: string): string {
  return `${name}_loading`;
}

/**
 * Creates the shadows that there are not yet: the same columns, constraints, comments and storage parameters as the
 * mirrors, no key and no index. Vacuum leaves them alone until they are whole.
 */
export async function createShadows(
  transaction: Transaction,
  mirrors: readonly MirrorLayout[],
): Promise<void> {
  const names = mirrors.map(({ table }) => table);
  const shapes = await tableShapes(transaction, [...names, ...names.map(shadowOf)]);
  const missing = names.filter((name) => !shapes.has(shadowOf(name)));
  const statements = missing.flatMap((name) => creation(shapes.get(name)!));
  if (statements.length > 0) await transaction.query(statements.join(";\n"));
}

function creation({ name, comment, options }: TableShape): string[] {
  const shadow = shadowOf(name);
  return [
    `create table ${shadow} (like ${name} including all excluding indexes)`,
    `alter table ${shadow} set (${[...options, "autovacuum_enabled=false"].join(", ")})`,
    `comment on table ${shadow} is ${comment ?? "null"}`,
  ];
}

/**
 * Gives a loaded shadow its primary key. Rows that came twice, of a dump that was begun anew, are found by that; of
 * each key the newest stays.
 */
export async function addPrimaryKey(
  transaction: Transaction,
  { table, key }: MirrorLayout,
  { indexes }: TableShape,
): Promise<void> {
  const shadow = shadowOf(table);
  const columns = key.join(", ");
  const { name } = indexes.find(({ primary }) => primary)!;
  const adding = `alter table ${shadow} add constraint ${shadowOf(name)} primary key (${columns})`;
  try {
    await transaction.savepoint(() => transaction.query(adding));
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
    await transaction.query(`
      delete from ${shadow} as loaded using (
        select ctid as row, row_number() over (
          partition by ${columns} order by source_sequence desc, source_position desc, ctid desc
        ) as place
        from ${shadow}
      ) as numbered
      where loaded.ctid = numbered.row and numbered.place > 1`);
    await transaction.query(adding);
  }
}

/** Builds a shadow's other indexes and lets the planner know what it holds. */
export async function addIndexes(
  transaction: Transaction,
  { table }: MirrorLayout,
  { indexes }: TableShape,
): Promise<void> {
  const shadow = shadowOf(table);
  const statements = indexes
    .filter(({ primary }) => !primary)
    .map(
      ({ name, unique, method }) =>
        `create ${unique ? "unique " : ""}index ${shadowOf(name)} on ${shadow} ${method}`,
    );
  await transaction.query([...statements, `analyze ${shadow}`].join(";\n"));
}

/** Moves the sequences of shadows past the highest value of the columns that take from them. */
export async function advanceSequences(
  transaction: Transaction,
  mirrors: readonly MirrorLayout[],
): Promise<void> {
  const shadows = await tableShapes(
    transaction,
    mirrors.map(({ table }) => shadowOf(table)),
  );
  const statements = [...shadows.values()].flatMap(({ name, identities }) =>
    identities.map(({ column, sequence }) => `select setval('${sequence}', max(${column})) from ${name}`),
  );
  if (statements.length > 0) await transaction.query(statements.join(";\n"));
}
