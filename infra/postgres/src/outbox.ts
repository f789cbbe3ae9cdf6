import type { OutboxLease, OutboxRecord, OutboxStore } from "@interlude/infra-streaming";
import type pg from "pg";
import type { Database } from "./database.js";

/** The outbox of a stage, relayed by whoever holds an advisory lock of its schema. */
export class PostgresOutbox implements OutboxStore {
  constructor(private readonly database: Database) {}

  async acquire(): Promise<OutboxLease | null> {
    const session = await this.database.session();
    try {
      const { rows } = await session.query<{ ours: boolean }>(
        "select pg_try_advisory_lock(hashtextextended('outbox of ' || current_database() || '.' || current_schema(), 0)) as ours",
      );
      if (rows[0]!.ours) return new Lease(session);
    } catch (error) {
      session.release(error as Error);
      throw error;
    }
    session.release();
    return null;
  }
}

interface OutboxRow {
  id: number;
  topic: string;
  partition: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, string>;
}

class Lease implements OutboxLease {
  #broken: Error | undefined;

  constructor(private readonly session: pg.PoolClient) {
    session.on("error", (error) => {
      this.#broken = error;
    });
  }

  async oldest(limit: number): Promise<OutboxRecord[]> {
    const rows = await this.#query<OutboxRow>(
      "select id, topic, partition, key, value, headers from outbox order by id limit $1",
      [limit],
    );
    return rows.map((row) => ({ ...row, id: BigInt(row.id) }));
  }

  async sent(upTo: bigint): Promise<void> {
    await this.#query("delete from outbox where id <= $1", [upTo.toString()]);
  }

  async completedEpoch(): Promise<number> {
    const [row] = await this.#query<{ epoch: number }>(
      "select completed_epoch as epoch from stage_state",
      [],
    );
    return row!.epoch;
  }

  release(): Promise<void> {
    // Ending the connection gives the lock back whatever state it is in.
    this.session.release(this.#broken ?? true);
    return Promise.resolve();
  }

  async #query<Row>(text: string, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.session.query<Row & pg.QueryResultRow>(text, values)).rows;
    } catch (error) {
      this.#broken = error as Error;
      throw error;
    }
  }
}
