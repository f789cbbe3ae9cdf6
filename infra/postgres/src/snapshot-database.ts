import type { Database } from "./database.js";
import type { Transaction } from "./transaction.js";

/** Reads of a database. */
export type DatabaseReads = Pick<Database, "query" | "stream" | "transactionOnce">;

/** A database as one snapshot has it, whatever has been committed since. */
export class SnapshotDatabase implements DatabaseReads {
  /** @param id as `pg_export_snapshot` gave it to a transaction that is open still */
  private constructor(
    private readonly database: Database,
    private readonly id: string,
  ) {}

  /** Exports the snapshot of a transaction, which is repeatable read, and must stay open while it is read. */
  static async of(transaction: Transaction, database: Database): Promise<SnapshotDatabase> {
    const [exported] = await transaction.query<{ id: string }>("select pg_export_snapshot() as id");
    return new SnapshotDatabase(database, exported!.id);
  }

  query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.transactionOnce((transaction) => transaction.query<Row>(text, values));
  }

  /** Rows of a query that may be larger than memory. */
  stream<Row>(text: string, values: readonly unknown[] = []): AsyncIterable<Row> {
    return this.database.stream<Row>(text, values, (transaction) => this.#enter(transaction));
  }

  /** Runs work in one transaction of the snapshot; what it writes is only of use to itself. */
  transactionOnce<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.database.transactionOnce(async (transaction) => {
      await this.#enter(transaction);
      return work(transaction);
    });
  }

  async #enter(transaction: Transaction): Promise<void> {
    await transaction.query("set transaction isolation level repeatable read");
    await transaction.query(`set transaction snapshot '${this.id}'`);
  }
}
