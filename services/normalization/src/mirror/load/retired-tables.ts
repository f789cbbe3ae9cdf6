import { Database } from "@interlude/infra-postgres";
import { LOGGER } from "@interlude/infra-runtime";
import { type Logger, StageMetrics } from "@interlude/stage";
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from "@nestjs/common";
import { tableShapes } from "./table-shape.js";

const DROP_EVERY_MS = 10_000;
const LOCK_TIMEOUT_MS = 1_000;
const STATEMENT_TIMEOUT_MS = 60_000;
/** The two timeouts: lock_not_available, query_canceled. */
const TIMEOUT_CODES: ReadonlySet<unknown> = new Set(["55P03", "57014"]);

/**
 * Drops tables that a load has replaced: after it was committed, an index or a table a transaction, each bounded in
 * time. What is left to drop is in a table, so a process that ends in between leaves the rest to the next.
 */
@Injectable()
export class RetiredTables implements OnApplicationBootstrap, OnModuleDestroy {
  #timer: NodeJS.Timeout | null = null;
  #dropping: Promise<void> = Promise.resolve();

  readonly #errors;

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Pick<Logger, "warn">,
    metrics: StageMetrics,
  ) {
    this.#errors = metrics.counter(
      "interlude_retired_table_errors_total",
      "Attempts to drop a replaced table that failed for another reason than a reader of it",
      ["code"],
    );
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#dropping = this.#dropping.then(() => this.tryDropAll());
    }, DROP_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#dropping;
  }

  /**
   * Drops what can be dropped now; the next attempt takes the rest. A table that is still read runs into a timeout, which
   * is expected; any other error is logged and counted.
   */
  async tryDropAll(): Promise<void> {
    try {
      await this.dropAll();
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (TIMEOUT_CODES.has(code)) return;
      this.#errors.inc({ code: typeof code === "string" ? code : "UNEXPECTED" });
      this.logger.warn(
        { err: error },
        "A mirror table that a newer dump replaced cannot be dropped, and takes disk space; `select * from " +
          "normalization.retired_tables` names what is left. It is tried again every 10 s: if the error stays, mend its " +
          "cause, or drop the table and its row by hand.",
      );
    }
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
