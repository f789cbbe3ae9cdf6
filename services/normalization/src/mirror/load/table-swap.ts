import { setTimeout as sleep } from "node:timers/promises";
import type { Transaction } from "@interlude/infra-postgres";
import type { MirrorLayout } from "../guarded-upsert.js";
import { MirrorError } from "../mirror-error.js";
import { shadowOf } from "./shadow-table.js";
import { type TableShape, tableShapes } from "./table-shape.js";

const LOCK_NOT_AVAILABLE = "55P03";
/** Less than `deadlock_timeout`, so that it is the swap that gives way to a reader, never the other way round. */
const LOCK_TIMEOUT_MS = 300;
const PAUSE_MS = 200;
/** How long the swap waits for readers of the old tables. */
const READERS_TIMEOUT_MS = 10 * 60 * 1000;

/** Views hold on to tables, not to names: they are defined anew, word for word. */
const DEPENDENT_VIEWS = `
  select distinct class.oid::regclass::text as name, pg_get_viewdef(class.oid) as definition
  from pg_depend
  join pg_rewrite on pg_rewrite.oid = objid
  join pg_class as class on class.oid = ev_class and class.relkind = 'v'
  where classid = 'pg_rewrite'::regclass and refclassid = 'pg_class'::regclass
    and refobjid = any ($1::regclass[]) and class.relnamespace = current_schema()::regnamespace`;

/** How long a swap waits for readers before it fails; tests wait less. */
export interface SwapOptions {
  readonly timeoutMs: number;
}

/**
 * Puts loaded shadows in the place of their mirrors by renaming, and gives the old tables names of their own. They are
 * locked all or none, a moment at a time: a transaction that reads one of them reads the old ones to its end, and one
 * that waits for the swap waits less than a second. What is left of the transaction after this should be short.
 *
 * @returns names of the old tables
 * @throws MirrorError `SWAP_BLOCKED`, whose cause may pass, if readers leave no gap for ten minutes
 */
export async function swapTables(
  transaction: Transaction,
  mirrors: readonly MirrorLayout[],
  sequence: number,
  { timeoutMs }: SwapOptions = { timeoutMs: READERS_TIMEOUT_MS },
): Promise<string[]> {
  const names = mirrors.map(({ table }) => table);
  const shapes = await tableShapes(transaction, [...names, ...names.map(shadowOf)]);
  const renames = names.flatMap((name) => renaming(shapes.get(name)!, shapes.get(shadowOf(name))!, sequence));
  const views = await transaction.query<{ name: string; definition: string }>(DEPENDENT_VIEWS, [names]);
  const renewals = views.map(({ name, definition }) => `create or replace view ${name} as ${definition}`);
  await lockAll(transaction, names, timeoutMs);
  await transaction.query([...renames, ...renewals.map(withoutSemicolon)].join(";\n"));
  return names.map((name) => retiredName(name, sequence));
}

function retiredName(name: string, sequence: number): string {
  return `${name}_retired_${sequence}`;
}

function renaming(old: TableShape, shadow: TableShape, sequence: number): string[] {
  const renames = [
    `alter table ${old.name} rename to ${retiredName(old.name, sequence)}`,
    `alter table ${shadow.name} rename to ${old.name}`,
    `alter table ${old.name} reset (autovacuum_enabled)`,
  ];
  for (const { name } of old.indexes) {
    renames.push(`alter index ${name} rename to ${retiredName(name, sequence)}`);
    renames.push(`alter index ${shadowOf(name)} rename to ${name}`);
  }
  for (const { column, sequence: name } of old.identities) {
    const successor = shadow.identities.find((identity) => identity.column === column)!;
    renames.push(`alter sequence ${name} rename to ${retiredName(name, sequence)}`);
    renames.push(`alter sequence ${successor.sequence} rename to ${name}`);
  }
  return renames;
}

function withoutSemicolon(statement: string): string {
  return statement.replace(/;\s*$/, "");
}

async function lockAll(
  transaction: Transaction,
  tables: readonly string[],
  timeoutMs: number,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  await transaction.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
  for (;;) {
    try {
      await transaction.savepoint(() =>
        transaction.query(`lock table ${tables.join(", ")} in access exclusive mode`),
      );
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      if (performance.now() > deadline) throw blocked(timeoutMs, error);
      await sleep(PAUSE_MS);
    }
  }
}

function blocked(timeoutMs: number, cause: unknown): MirrorError {
  return new MirrorError(
    "SWAP_BLOCKED",
    `A loaded dump could not take the place of the old tables: for ${Math.round(timeoutMs / 1000)} s a transaction ` +
      "read one of them, a backup perhaps. The epoch is undone and repeated until the swap finds a gap; pg_stat_activity " +
      "shows transactions that are open for long.",
    // Readers end: what was loaded is kept, and the epoch is only derived again.
    { cause, fault: "transient" },
  );
}
