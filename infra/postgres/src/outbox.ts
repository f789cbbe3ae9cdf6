import { buffer } from "node:stream/consumers";
import type { OutboxBatch, OutboxLease, OutboxStore, RecordBatch } from "@interlude/stage";
import type pg from "pg";
import copyStreams from "pg-copy-streams";
import { copiedRows } from "./copy-binary.js";
import type { Database } from "./database.js";
import { asPostgresError } from "./errors.js";
import type { Transaction } from "./transaction.js";

/** Typical size of a full batch; decides how many rows a read considers, so smaller ones may leave it short. */
const FULL_BATCH_BYTES = 7_000;

/** The outbox of a stage, relayed by the replica that holds an advisory lock of its schema. */
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
      throw asPostgresError(error);
    }
    session.release();
    return null;
  }
}

/** Writes batches to the outbox, in order. */
export async function addToOutbox(transaction: Transaction, batches: readonly RecordBatch[]): Promise<void> {
  const columns = ["topic", "partition", "headers", "count", "records"];
  await transaction.copyEach("outbox", columns, batches, (row, batch) => {
    const { topic, partition, headers, count, records } = batch;
    row.text(topic).integer(partition).jsonb(JSON.stringify(headers)).integer(count).bytea(records);
  });
}

class Lease implements OutboxLease {
  #broken: Error | undefined;

  constructor(private readonly session: pg.PoolClient) {
    session.on("error", (error) => {
      this.#broken = error;
    });
  }

  async read(after: bigint, bytes: number): Promise<OutboxBatch[]> {
    // How long a batch is is known without reading it, so what is not handed out is not carried along.
    const text = `copy (
      select id, topic, partition, headers::text, count, records from outbox
      where id > ${after} and id <= (
        select max(id) from (
          select id, sum(length) over (order by id) - length as before from (
            select id, octet_length(records) as length from outbox
            where id > ${after} order by id limit ${Math.ceil(bytes / FULL_BATCH_BYTES)}
          ) as oldest
        ) as measured where before < ${bytes}
      ) order by id
    ) to stdout (format binary)`;
    return this.#session(async () => {
      const copied = await buffer(this.session.query(copyStreams.to(text)));
      return Array.from(copiedRows(copied), batchOf);
    });
  }

  async delete(batches: readonly Pick<OutboxBatch, "id">[]): Promise<void> {
    await this.#query("delete from outbox where id = any($1::bigint[])", [
      batches.map(({ id }) => String(id)),
    ]);
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

  #query<Row>(text: string, values: unknown[]): Promise<Row[]> {
    return this.#session(
      async () => (await this.session.query<Row & pg.QueryResultRow>(text, values)).rows as Row[],
    );
  }

  async #session<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.#broken = error as Error;
      throw asPostgresError(error);
    }
  }
}

/** From a row's fields, in the order in which {@link Lease.read} selects them. */
function batchOf(fields: readonly (Buffer | null)[]): OutboxBatch {
  const [id, topic, partition, headers, count, records] = fields as Buffer[];
  return {
    id: id!.readBigInt64BE(),
    topic: topic!.toString(),
    partition: partition!.readInt32BE(),
    headers: JSON.parse(headers!.toString()) as Record<string, string>,
    count: count!.readInt32BE(),
    records: records!,
  };
}
