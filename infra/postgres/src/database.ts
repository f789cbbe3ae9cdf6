import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_RETRY, faultOf, retryDelay } from "@interlude/stage";
import pg from "pg";
import { connectionConfig } from "./connection.js";
import { asPostgresError, withPostgresErrors } from "./errors.js";
import { Transaction } from "./transaction.js";

/** A service's PostgreSQL database: a pool of connections of its own role. */
export class Database {
  readonly #pool: pg.Pool;

  /**
   * @param options.limitMs how long a statement, or the wait for a connection, may take, for work that others wait for;
   * without it a statement may take any time
   */
  constructor(options: { url: string; application: string; connections?: number; limitMs?: number }) {
    const { url, application, connections = 8, limitMs } = options;
    this.#pool = new pg.Pool({
      ...connectionConfig(url, application),
      max: connections,
      ...(limitMs === undefined ? {} : limits(limitMs)),
    });
    // An idle connection that breaks is replaced at the next use; one in use reports the error to its user.
    this.#pool.on("error", () => {});
    // While a connection is in use, too: without a listener the event would end the process.
    this.#pool.on("connect", (client) => client.on("error", () => {}));
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return withPostgresErrors(async () => {
      const result = await this.#pool.query<Row & pg.QueryResultRow>(text, values as unknown[]);
      return result.rows;
    });
  }

  /**
   * Rows of a query that may be larger than memory, in a transaction of their own.
   * @param prepare what is done in it before the query
   */
  async *stream<Row>(
    text: string,
    values: readonly unknown[] = [],
    prepare: (transaction: Transaction) => Promise<void> = async () => {},
  ): AsyncIterable<Row> {
    const client = await this.session();
    const transaction = new Transaction(client);
    let failure: Error | undefined;
    try {
      await transaction.query("begin read only");
      await prepare(transaction);
      yield* transaction.stream<Row>(text, values);
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      transaction.close();
      if (failure === undefined) await client.query("rollback");
      client.release(failure);
    }
  }

  /** Runs work in one transaction, once: all of it or nothing. */
  async transactionOnce<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const client = await this.session();
    const transaction = new Transaction(client);
    let failure: unknown;
    try {
      await client.query("begin");
      const result = await work(transaction);
      transaction.close();
      await client.query("commit");
      return result;
    } catch (error) {
      transaction.close();
      failure = asPostgresError(error);
      await client.query("rollback").catch(() => {});
      throw failure;
    } finally {
      client.release(faultOf(failure) === "transient" ? (failure as Error) : undefined);
    }
  }

  /** The same, repeated with growing, jittered delays when a deadlock or a lost connection undid it, a few times. */
  async transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.transactionOnce(work);
      } catch (error) {
        if (faultOf(error) !== "transient" || attempt >= DEFAULT_RETRY.attempts) throw error;
        await sleep(retryDelay(DEFAULT_RETRY, attempt));
      }
    }
  }

  /** A connection kept for a session's locks; release it with its error when it broke. */
  session(): Promise<pg.PoolClient> {
    return withPostgresErrors(() => this.#pool.connect());
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

/** The server cancels the statement; should it not respond, the client gives up a second later. */
function limits(milliseconds: number): pg.PoolConfig {
  return {
    statement_timeout: milliseconds,
    query_timeout: milliseconds + 1_000,
    connectionTimeoutMillis: milliseconds,
  };
}
