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
 * mirrors, no key and no index. Autovacuum is off until they are complete.
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
 * Gives loaded shadows their primary keys. Rows that came twice, of a dump that was begun anew, are found by that; of
 * each key the newest stays.
 */
export async function addPrimaryKeys(
  transaction: Transaction,
  mirrors: readonly MirrorLayout[],
  shapes: ReadonlyMap<string, TableShape>,
): Promise<void> {
  const all = mirrors.map((mirror) => primaryKey(mirror, shapes.get(mirror.table)!));
  if (await succeeds(transaction, all.join(";\n"))) return;
  for (const [at, mirror] of mirrors.entries()) {
    if (await succeeds(transaction, all[at]!)) continue;
    await transaction.query(withoutDuplicates(mirror));
    await transaction.query(all[at]!);
  }
}

function primaryKey({ table, key }: MirrorLayout, { indexes }: TableShape): string {
  const { name } = indexes.find(({ primary }) => primary)!;
  return `alter table ${shadowOf(table)} add constraint ${shadowOf(name)} primary key (${key.join(", ")})`;
}

/** Whether building keys succeeds; if it does not, nothing is left of it. */
async function succeeds(transaction: Transaction, building: string): Promise<boolean> {
  try {
    await transaction.savepoint(() => transaction.query(building));
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
    return false;
  }
}

function withoutDuplicates({ table, key }: MirrorLayout): string {
  const shadow = shadowOf(table);
  return `
    delete from ${shadow} as loaded using (
      select ctid as row, row_number() over (
        partition by ${key.join(", ")} order by source_sequence desc, source_position desc, ctid desc
      ) as number
      from ${shadow}
    ) as numbered
    where loaded.ctid = numbered.row and numbered.number > 1`;
}

/** Builds the other indexes of shadows and lets the planner know what they hold. */
export async function addIndexes(
  transaction: Transaction,
  mirrors: readonly MirrorLayout[],
  shapes: ReadonlyMap<string, TableShape>,
): Promise<void> {
  const statements = mirrors.flatMap(({ table }) =>
    shapes
      .get(table)!
      .indexes.filter(({ primary }) => !primary)
      .map(
        ({ name, unique, method }) =>
          `create ${unique ? "unique " : ""}index ${shadowOf(name)} on ${shadowOf(table)} ${method}`,
      ),
  );
  const shadows = mirrors.map(({ table }) => shadowOf(table));
  await transaction.query([...statements, `analyze ${shadows.join(", ")}`].join(";\n"));
}

/** Those of the tables that have rows. */
export async function nonEmpty(transaction: Transaction, tables: readonly string[]): Promise<Set<string>> {
  const questions = tables.map((table) => `select '${table}' as name where exists (select from ${table})`);
  const rows = await transaction.query<{ name: string }>(questions.join(" union all "));
  return new Set(rows.map(({ name }) => name));
}

/** Moves the sequences of shadows past the highest value of the columns that take from them; they begin at 1. */
export async function advanceSequences(
  transaction: Transaction,
  mirrors: readonly MirrorLayout[],
): Promise<void> {
  const shadows = await tableShapes(
    transaction,
    mirrors.map(({ table }) => shadowOf(table)),
  );
  const statements = [...shadows.values()].flatMap(({ name, identities }) =>
    identities.map(
      ({ column, sequence }) => `select setval('${sequence}', greatest(max(${column}), 1)) from ${name}`,
    ),
  );
  if (statements.length > 0) await transaction.query(statements.join(";\n"));
}
