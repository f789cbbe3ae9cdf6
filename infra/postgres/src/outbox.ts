import { buffer } from "node:stream/consumers";
import {
  type OutboxBatch,
  type OutboxLease,
  type OutboxStore,
  type PartitionEnds,
  partitionName,
  partitionNamed,
  type RecordBatch,
} from "@interlude/stage";
import type pg from "pg";
import copyStreams from "pg-copy-streams";
import { copiedRows } from "./copy-binary.js";
import type { Database } from "./database.js";
import { withPostgresErrors } from "./errors.js";
import { Lease, type LeaseQuery } from "./leases.js";
import type { Transaction } from "./transaction.js";

/** Typical size of a full batch; decides how many rows a read considers, so smaller ones may leave it short. */
const FULL_BATCH_BYTES = 7_000;

/**
 * Deleted rows after which the relay clears them away itself: autovacuum looks at a table once a minute at most, and a stage
 * that catches up deletes hundreds of thousands in that time.
 */
const VACUUM_AT = 20_000;

/** Its name among the leases of a stage. */
const RELAY = "outbox";

/** The outbox of a stage, relayed by the replica that has the lease. */
export class PostgresOutbox implements OutboxStore {
  constructor(private readonly database: Database) {}

  async acquire(): Promise<OutboxLease | null> {
    const connection = new Connection(await this.database.session());
    try {
      const query: LeaseQuery = (text, values) => connection.query(text, values);
      const lease = await Lease.acquire(RELAY, query, { endsWithConnection: true });
      if (lease !== null) return new RelayLease(connection, lease);
    } catch (error) {
      connection.release();
      throw error;
    }
    connection.release();
    return null;
  }
}

/** A connection of its own: one statement after the other, whichever caller sends it. Broken once one has failed. */
class Connection {
  #last: Promise<unknown> = Promise.resolve();
  #broken: Error | undefined;

  constructor(private readonly client: pg.PoolClient) {}

  query<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.run(async (client) => (await client.query<Row & pg.QueryResultRow>(text, [...values])).rows);
  }

  run<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    const result = this.#last.then(() => withPostgresErrors(() => work(this.client)));
    this.#last = result.catch((error: Error) => (this.#broken = error));
    return result;
  }

  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  release(): void {
    this.client.release(this.#broken);
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

/** The oldest batches after an id, as {@link OutboxLease.read} gives them. */
export async function readOutbox(
  session: Pick<pg.PoolClient, "query">,
  after: bigint,
  bytes: number,
): Promise<OutboxBatch[]> {
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
  const copied = await buffer(session.query(copyStreams.to(text)));
  return Array.from(copiedRows(copied), batchOf);
}

/** What the relay does while it has the lease, on one connection: one that hangs cannot renew the lease either. */
class RelayLease implements OutboxLease {
  #deleted = 0;

  constructor(
    private readonly connection: Connection,
    private readonly lease: Lease,
  ) {}

  get isHeld(): boolean {
    return this.lease.isHeld;
  }

  renew(): Promise<boolean> {
    return this.lease.renew();
  }

  async sentEnds(): Promise<PartitionEnds> {
    const rows = await this.connection.query<{ topic: string; partition: number; end: string }>(
      'select topic, partition, end_offset::text as "end" from output_ends',
      [],
    );
    return new Map(rows.map((row) => [partitionName(row), BigInt(row.end)]));
  }

  read(after: bigint, bytes: number): Promise<OutboxBatch[]> {
    return this.connection.run((client) => readOutbox(client, after, bytes));
  }

  async delete(batches: readonly Pick<OutboxBatch, "id">[], ends: PartitionEnds): Promise<void> {
    const partitions = [...ends].map(([name, end]) => ({ ...partitionNamed(name), end: String(end) }));
    await this.connection.query(
      `with sent as (delete from outbox where id = any($1::bigint[]))
       insert into output_ends (topic, partition, end_offset)
       select * from unnest($2::text[], $3::int[], $4::bigint[])
       on conflict (topic, partition) do update set end_offset = excluded.end_offset`,
      [
        batches.map(({ id }) => String(id)),
        partitions.map(({ topic }) => topic),
        partitions.map(({ partition }) => partition),
        partitions.map(({ end }) => end),
      ],
    );
    this.#deleted += batches.length;
    if (this.#deleted < VACUUM_AT) return;
    this.#deleted = 0;
    await this.connection.query("vacuum (skip_locked) outbox", []);
  }

  async completedEpoch(): Promise<number> {
    const [row] = await this.connection.query<{ epoch: number }>(
      "select completed_epoch as epoch from stage_state",
      [],
    );
    return row!.epoch;
  }

  async release(): Promise<void> {
    if (this.connection.isBroken) this.lease.abandon();
    else await this.lease.release().catch(() => {});
    this.connection.release();
  }
}

/** From a row's fields, in the order in which {@link readOutbox} selects them. */
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
