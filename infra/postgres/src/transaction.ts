import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type pg from "pg";
import copyStreams from "pg-copy-streams";
import { CopyRows } from "./copy-binary.js";
import { copyChunks } from "./copy-text.js";
import { withPostgresErrors } from "./errors.js";

const CURSOR_ROWS = 5_000;
/** Of what is copied at once. */
const COPY_BYTES = 1024 * 1024;

/** SQL inside one transaction; unqualified names are in the service's own schema. */
export class Transaction {
  #cursors = 0;

  constructor(private readonly client: pg.PoolClient) {}

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return withPostgresErrors(async () => {
      const result = await this.client.query<Row & pg.QueryResultRow>(text, values as unknown[]);
      return result.rows;
    });
  }

  /** Statements without parameters, one after the other in one round trip. */
  async run(statements: readonly string[]): Promise<void> {
    await withPostgresErrors(() => this.client.query(statements.join(";\n")));
  }

  /** COPY rows that are lines of COPY text already, each with its line feed. Returns how many. */
  copyText(table: string, columns: readonly string[], lines: Iterable<string>): Promise<number> {
    const copy = `copy ${table} (${columns.join(", ")}) from stdin`;
    return this.#copy(copy, Readable.from(copyChunks(lines)));
  }

  /** COPY rows that are in its binary format already. Returns how many. */
  async copyRows(table: string, columns: readonly string[], rows: CopyRows): Promise<number> {
    if (rows.count === 0) return 0;
    const copy = `copy ${table} (${columns.join(", ")}) from stdin (format binary)`;
    return this.#copy(copy, [rows.finish()]);
  }

  /** COPY a row a value, in binary format and a part at a time; `write` adds a value's fields in the order of `columns`. */
  async copyEach<Value>(
    table: string,
    columns: readonly string[],
    values: Iterable<Value>,
    write: (row: CopyRows, value: Value) => void,
  ): Promise<void> {
    let rows = new CopyRows();
    for (const value of values) {
      write(rows.row(columns.length), value);
      if (rows.size < COPY_BYTES) continue;
      await this.copyRows(table, columns, rows);
      rows = new CopyRows();
    }
    await this.copyRows(table, columns, rows);
  }

  /** Rows of a query that may be larger than memory, through a cursor. */
  async *stream<Row>(text: string, values: readonly unknown[] = []): AsyncIterable<Row> {
    this.#cursors += 1;
    const cursor = `rows_${this.#cursors}`;
    await this.query(`declare ${cursor} no scroll cursor for ${text}`, values);
    const fetch = (): Promise<Row[]> => this.query<Row>(`fetch ${CURSOR_ROWS} from ${cursor}`);
    for (let next = fetch(); ;) {
      const rows = await next;
      if (rows.length === 0) break;
      // The server looks for these while those are worked with; a reader that stops early does not see their error.
      next = fetch();
      next.catch(() => {});
      yield* rows;
    }
    await this.query(`close ${cursor}`);
  }

  #copy(copy: string, input: Readable | Iterable<Buffer>): Promise<number> {
    return withPostgresErrors(async () => {
      const sink = this.client.query(copyStreams.from(copy));
      await pipeline(input, sink);
      return sink.rowCount;
    });
  }

  /** Work that can be undone alone when it fails. */
  async savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.query("savepoint part");
    try {
      const result = await work();
      await this.query("release savepoint part");
      return result;
    } catch (error) {
      await this.query("rollback to savepoint part");
      throw error;
    }
  }
}
