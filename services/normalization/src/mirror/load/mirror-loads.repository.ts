import type { AnyRowChange } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { MirrorLayout } from "../guarded-upsert.js";
import type { MirrorTable } from "../mirror-table.js";
import { mirrors } from "../mirror-tables.js";
import { mergeDump } from "./merge-dump.js";
import type { LoadText } from "./load-text.js";
import {
  addIndexes,
  addPrimaryKeys,
  advanceSequences,
  createShadows,
  nonEmpty,
  shadowOf,
} from "./shadow-table.js";
import { tableShapes } from "./table-shape.js";
import { swapTables } from "./table-swap.js";

const MIRRORS: readonly MirrorLayout[] = Object.values(mirrors);

/**
 * Loads of whole dumps. Rows of a dump go into shadow tables without keys and indexes, as they come, in the
 * transactions that store the stage's offsets; so a load that is interrupted resumes. Its end gives the shadows their
 * indexes and replaces the mirrors with them, whether those are empty or full.
 */
@Injectable()
export class MirrorLoadsRepository {
  /**
   * Whether rows of this dump are to be loaded; the first ones begin the load. Rows of a dump that was loaded already,
   * as they come when they are replayed, are not.
   */
  async begin(transaction: Transaction, sequence: number, mirror: MirrorLayout): Promise<boolean> {
    const [load] = await transaction.query<{ completed: boolean; ready: boolean }>(
      "select completed, to_regclass($2) is not null as ready from mirror_loads where sequence = $1",
      [sequence, shadowOf(mirror.table)],
    );
    if (load?.completed === true) return false;
    if (load === undefined && !(await this.#open(transaction, sequence))) return false;
    if (load?.ready !== true) await this.#createShadows(transaction, sequence, [mirror]);
    return true;
  }

  async copy<Change extends AnyRowChange>(
    transaction: Transaction,
    mirror: MirrorTable<Change>,
    text: LoadText<Change>,
    lines: Iterable<string>,
  ): Promise<void> {
    await transaction.copyText(shadowOf(mirror.table), text.columns, lines);
  }

  /**
   * Completes what was loaded of a dump, and has every statement of this transaction that names a mirror mean what was
   * loaded; other transactions go on reading the old tables.
   *
   * @returns false if there is nothing to put in their place: the dump was loaded before, or brought no row and
   *   there is nothing that it could delete
   */
  async prepare(transaction: Transaction, sequence: number, isFirst: boolean): Promise<boolean> {
    const [load] = await transaction.query<{ completed: boolean }>(
      "select completed from mirror_loads where sequence = $1",
      [sequence],
    );
    if (load === undefined ? isFirst || !(await this.#open(transaction, sequence)) : load.completed) {
      return false;
    }
    await transaction.query("set local work_mem = '256MB'");
    await transaction.query("set local maintenance_work_mem = '256MB'");
    await this.#createShadows(transaction, sequence, MIRRORS);
    await this.#dropOtherDumps(transaction, sequence);
    const tables = MIRRORS.map(({ table }) => table);
    const shapes = await tableShapes(transaction, tables);
    await addPrimaryKeys(transaction, MIRRORS, shapes);
    const withRows = await nonEmpty(transaction, [...tables, ...tables.map(shadowOf)]);
    for (const mirror of MIRRORS) {
      const isFull = withRows.has(mirror.table);
      const isLoaded = withRows.has(shadowOf(mirror.table));
      if (isFull || (isLoaded && !isFirst)) await mergeDump(transaction, mirror, sequence, isFirst);
    }
    await addIndexes(transaction, MIRRORS, shapes);
    await advanceSequences(transaction, MIRRORS);
    // A dump may have marked much more than packets do, which the planner cannot know.
    await transaction.query("analyze dirty");
    const views = tables.map((table) => `create temp view ${table} as select * from ${shadowOf(table)}`);
    await transaction.query(views.join(";\n"));
    return true;
  }

  /** Replaces the old tables with what was prepared; they are dropped later. */
  async complete(transaction: Transaction, sequence: number): Promise<void> {
    const views = MIRRORS.map(({ table }) => `pg_temp.${table}`);
    await transaction.query(`drop view ${views.join(", ")}`);
    const retired = await swapTables(transaction, MIRRORS, sequence);
    await transaction.query("insert into retired_tables (name) select unnest($1::text[])", [retired]);
    await transaction.query("delete from mirror_loads where sequence <> $1", [sequence]);
    await transaction.query("update mirror_loads set completed = true where sequence = $1", [sequence]);
  }

  /** Notes that a dump is being loaded, unless one as new was. Two replicas that begin at once wait for each other. */
  async #open(transaction: Transaction, sequence: number): Promise<boolean> {
    await transaction.query(
      `insert into mirror_loads (sequence, completed)
       select $1::bigint, false where not exists (select from mirror_loads where completed and sequence >= $1::bigint)
       on conflict (sequence) do nothing`,
      [sequence],
    );
    const open = await transaction.query("select from mirror_loads where sequence = $1 and not completed", [
      sequence,
    ]);
    return open.length > 0;
  }

  /** Rows of a dump that was begun and given up for this one. */
  async #dropOtherDumps(transaction: Transaction, sequence: number): Promise<void> {
    const others = await transaction.query(
      "select from mirror_loads where not completed and sequence <> $1",
      [sequence],
    );
    if (others.length === 0) return;
    for (const { table } of MIRRORS) {
      await transaction.query(`delete from ${shadowOf(table)} where source_sequence <> $1`, [sequence]);
    }
  }

  async #createShadows(
    transaction: Transaction,
    sequence: number,
    of: readonly MirrorLayout[],
  ): Promise<void> {
    await transaction.query("select from mirror_loads where sequence = $1 for update", [sequence]);
    await createShadows(transaction, of);
  }
}
