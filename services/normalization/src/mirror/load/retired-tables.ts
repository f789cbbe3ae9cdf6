import { Database } from "@interlude/infra-postgres";
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from "@nestjs/common";
import { tableShapes } from "./table-shape.js";

const LOOK_EVERY_MS = 10_000;
const LOCK_TIMEOUT_MS = 1_000;
const STATEMENT_TIMEOUT_MS = 60_000;

/**
 * Drops tables that a load has replaced: after it was committed, an index or a table a transaction, each bounded in
 * time. What is left to drop is in a table, so a process that ends in between leaves the rest to the next.
 */
@Injectable()
export class RetiredTables implements OnApplicationBootstrap, OnModuleDestroy {
  #timer: NodeJS.Timeout | null = null;
  #dropping: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      // What cannot be dropped now, because somebody still reads it, is tried again with the next look.
      this.#dropping = this.#dropping.then(() => this.dropAll()).catch(() => {});
    }, LOOK_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#dropping;
  }

  /** Drops until nothing is left. */
  async dropAll(): Promise<void> {
    while (await this.dropStep());
  }

  /** One step: an index of the oldest such table, or the table itself. Returns whether there was anything to do. */
  dropStep(): Promise<boolean> {
    return this.database.transactionOnce(async (transaction) => {
      const [retired] = await transaction.query<{ name: string }>(
        "select name from retired_tables order by name limit 1 for update skip locked",
      );
      if (retired === undefined) return false;
      await transaction.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
      await transaction.query(`set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
      const shape = (await tableShapes(transaction, [retired.name])).get(retired.name);
      const index = shape?.indexes.find(({ primary }) => !primary);
      if (index !== undefined) {
        await transaction.query(`drop index ${index.name}`);
        return true;
      }
      await transaction.query(`drop table ${retired.name}`);
      await transaction.query("delete from retired_tables where name = $1", [retired.name]);
      return true;
    });
  }
}
