import type { Marker } from "@interlude/contracts";
import {
  type CompletedEpoch,
  type OutboxStore,
  type PartitionPosition,
  type RecordBatch,
  type RecordHeaders,
  type RejectedRecord,
  type ReplayStore,
  type StageStore,
  type TopicPartition,
  partitionName,
} from "@interlude/stage";
import type { Database } from "./database.js";
import { PostgresOutbox, addToOutbox } from "./outbox.js";
import { PostgresRebuildKeys } from "./rebuild-keys.js";
import { PostgresReplayStore } from "./replay-store.js";
import type { Transaction } from "./transaction.js";

interface PositionRow {
  topic: string;
  partition: number;
  next_offset: number;
  marker: Marker | null;
  replay_until: number;
}

const POSITIONS = `
  select topic, partition, next_offset, marker, replay_until from stage_positions
  where (topic, partition) in (select * from unnest($1::text[], $2::int[]))`;
const DEAD_LETTER_COLUMNS = [
  "code",
  "reason",
  "topic",
  "partition",
  "record_offset",
  "key",
  "value",
  "headers",
  "epoch",
];
const COMPLETED = `select completed_epoch as epoch, sequence, state_id as "stateId" from stage_state`;

/** A stage's positions, markers and outbox in its own schema. */
export class PostgresStageStore implements StageStore<Transaction> {
  readonly outbox: OutboxStore;
  readonly rebuild = new PostgresRebuildKeys();
  readonly replay: ReplayStore<Transaction>;

  constructor(private readonly database: Database) {
    this.outbox = new PostgresOutbox(database);
    this.replay = new PostgresReplayStore(database);
  }

  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.database.transactionOnce(work);
  }

  millisecondsSinceStatement(transaction: Transaction): number {
    return transaction.millisecondsSinceStatement;
  }

  savepoint<Result>(transaction: Transaction, work: () => Promise<Result>): Promise<Result> {
    return transaction.savepoint(work);
  }

  async positions(partitions: readonly TopicPartition[]): Promise<PartitionPosition[]> {
    return complete(partitions, await this.database.query<PositionRow>(POSITIONS, arrays(partitions)));
  }

  async lockPositions(
    transaction: Transaction,
    partitions: readonly TopicPartition[],
  ): Promise<PartitionPosition[]> {
    await transaction.query(
      `insert into stage_positions (topic, partition, next_offset)
       select topic, partition, 0 from unnest($1::text[], $2::int[]) as wanted (topic, partition)
       order by topic, partition
       on conflict do nothing`,
      arrays(partitions),
    );
    const locking = `${POSITIONS} order by topic, partition for update`;
    return complete(partitions, await transaction.query<PositionRow>(locking, arrays(partitions)));
  }

  async savePositions(transaction: Transaction, positions: readonly PartitionPosition[]): Promise<void> {
    await transaction.query(
      `update stage_positions as stored
       set next_offset = new.next_offset, marker = new.marker
       from unnest($1::text[], $2::int[], $3::bigint[], $4::jsonb[]) as new (topic, partition, next_offset, marker)
       where stored.topic = new.topic and stored.partition = new.partition`,
      [
        ...arrays(positions),
        positions.map(({ nextOffset }) => nextOffset.toString()),
        positions.map(({ marker }) => (marker === null ? null : JSON.stringify(marker))),
      ],
    );
  }

  async allPositions(transaction: Transaction): Promise<PartitionPosition[]> {
    const rows = await transaction.query<PositionRow>(
      "select topic, partition, next_offset, marker, replay_until from stage_positions",
    );
    return rows.map(fromRow);
  }

  async completedEpoch(transaction?: Transaction): Promise<CompletedEpoch> {
    const [row] = await (transaction ?? this.database).query<CompletedEpoch>(COMPLETED);
    return row!;
  }

  async lockCompletedEpoch(transaction: Transaction): Promise<CompletedEpoch> {
    const [row] = await transaction.query<CompletedEpoch>(`${COMPLETED} for update`);
    return row!;
  }

  async tryLockCompletedEpoch(transaction: Transaction): Promise<CompletedEpoch | null> {
    const [row] = await transaction.query<CompletedEpoch>(`${COMPLETED} for update skip locked`);
    return row ?? null;
  }

  async saveCompletedEpoch(transaction: Transaction, completed: CompletedEpoch): Promise<void> {
    const values = [completed.epoch, completed.sequence, completed.stateId];
    await transaction.query(
      "update stage_state set completed_epoch = $1, sequence = $2, state_id = $3",
      values,
    );
  }

  addToOutbox(transaction: Transaction, batches: readonly RecordBatch[]): Promise<void> {
    return addToOutbox(transaction, batches);
  }

  async keepDeadLetters(transaction: Transaction, rejected: readonly RejectedRecord[]): Promise<void> {
    await transaction.copyEach("dead_letters", DEAD_LETTER_COLUMNS, rejected, (row, letter) => {
      const { topic, partition, offset, key, value, headers } = letter.record;
      row.text(letter.code).text(textOf(letter.reason)).text(topic).integer(partition).bigint(offset);
      row.bytea(key).bytea(value).jsonb(jsonOf(headers)).bigint(letter.epoch);
    });
  }

  async streamIdentity(): Promise<string | null> {
    const [row] = await this.database.query<{ identity: string | null }>(
      "select stream_id::text as identity from stage_state",
    );
    return row!.identity;
  }

  async noteSeen(): Promise<void> {
    await this.database.query("update stage_state set seen_at = now()");
  }

  async millisecondsSinceSeen(): Promise<number> {
    const [row] = await this.database.query<{ milliseconds: number }>(
      "select (extract(epoch from now() - seen_at) * 1000)::float8 as milliseconds from stage_state",
    );
    return row!.milliseconds;
  }
}

/** PostgreSQL's texts hold no zero; a header or a reason may. */
function textOf(text: string): string {
  return text.replaceAll("\0", "\u{fffd}");
}

function jsonOf(headers: RecordHeaders): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(headers).map(([name, text]) => [textOf(name), textOf(text)])),
  );
}

function arrays(partitions: readonly TopicPartition[]): [string[], number[]] {
  return [partitions.map(({ topic }) => topic), partitions.map(({ partition }) => partition)];
}

function fromRow({ topic, partition, marker, ...row }: PositionRow): PartitionPosition {
  const [nextOffset, replayUntil] = [BigInt(row.next_offset), BigInt(row.replay_until)];
  const isReadAgain = nextOffset < replayUntil;
  return { topic, partition, nextOffset, marker, ...(isReadAgain ? { replayUntil } : {}) };
}

/** Positions in the order asked for; partitions without a row begin at offset 0. */
function complete(partitions: readonly TopicPartition[], rows: readonly PositionRow[]): PartitionPosition[] {
  const known = new Map(rows.map((row) => [partitionName(row), fromRow(row)]));
  return partitions.map(
    ({ topic, partition }) =>
      known.get(partitionName({ topic, partition })) ?? { topic, partition, nextOffset: 0n, marker: null },
  );
}
