import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type pg from "pg";
import copyStreams from "pg-copy-streams";
import { IDLE_IN_TRANSACTION_MS } from "./connection.js";
import { CopyRows } from "./copy-binary.js";
import { copyChunks } from "./copy-text.js";
import { PostgresError, withPostgresErrors } from "./errors.js";

const CURSOR_ROWS = 5_000;
/** Of what is copied at once. */
const COPY_BYTES = 1024 * 1024;
/** How often a transaction that computes tells the server that its client is alive. */
const AWAKE_MS = IDLE_IN_TRANSACTION_MS / 6;

/** SQL inside one transaction; unqualified names are in the service's own schema. */
export class Transaction {
  #cursors = 0;
  #savepoints = 0;
  /** Whether the server is at work on a statement. */
  #isExecuting = false;
  /** Ends with the last statement that was asked for; null if it has. */
  #last: Promise<void> | null = null;
  #isClosed = false;
  /** By the process's clock; null before the first statement has ended. */
  #statementEndedAt: number | null = null;
  readonly #awake: NodeJS.Timeout;

  constructor(private readonly client: Pick<pg.PoolClient, "query">) {
    this.#awake = setInterval(() => this.#stayAwake(), AWAKE_MS);
    this.#awake.unref();
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#work(async () => {
      const result = await this.client.query<Row & pg.QueryResultRow>(text, values as unknown[]);
      return result.rows;
    });
  }

  /** Statements without parameters, one after the other in one round trip. */
  async run(statements: readonly string[]): Promise<void> {
    await this.#work(() => this.client.query(statements.join(";\n")));
  }

  /** Time since a statement ended last, whether well or not; infinite before the first. */
  get millisecondsSinceStatement(): number {
    return this.#statementEndedAt === null
      ? Number.POSITIVE_INFINITY
      : performance.now() - this.#statementEndedAt;
  }

  /** Ends its use, before it is committed or undone: what is still at work with it must not write into the next one. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#awake);
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
    return this.#work(async () => {
      const sink = this.client.query(copyStreams.from(copy));
      await pipeline(input, sink);
      return sink.rowCount;
    });
  }

  /**
   * Work that can be undone alone when it fails. Each savepoint has a name of its own, so that one is never taken for
   * another.
   */
  async savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#savepoints += 1;
    const name = `part_${this.#savepoints}`;
    await this.query(`savepoint ${name}`);
    try {
      const result = await work();
      await this.query(`release savepoint ${name}`);
      return result;
    } catch (error) {
      await this.query(`rollback to savepoint ${name}`);
      throw error;
    }
  }

  /** In the order in which they were asked for, one at a time: the driver takes no statement while another goes on. */
  #work<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last === null ? this.#execute(work) : this.#last.then(() => this.#execute(work));
    const ended = result.then(
      () => {},
      () => {},
    );
    this.#last = ended;
    void ended.then(() => {
      if (this.#last === ended) this.#last = null;
    });
    return result;
  }

  async #execute<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isClosed) {
      throw new PostgresError(
        "TRANSACTION_CLOSED",
        "A statement came after its transaction had ended, and was not executed: its caller did not wait for it",
      );
    }
    this.#isExecuting = true;
    try {
      return await withPostgresErrors(work);
    } finally {
      this.#isExecuting = false;
      this.#statementEndedAt = performance.now();
    }
  }

  #stayAwake(): void {
    // A failed transaction that is not undone yet refuses it, which is as good.
    if (!this.#isExecuting) this.client.query("select 1").catch(() => {});
  }
}
