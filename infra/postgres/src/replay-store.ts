import type { LetterFailure, LogRecord, ReplayStore, RequestedLetter } from "@interlude/stage";
import type { Database } from "./database.js";
import type { Transaction } from "./transaction.js";

interface LetterRow {
  readonly topic: string;
  readonly partition: number;
  readonly record_offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, string>;
  readonly timestamp: number;
}

type Arrived = Pick<LogRecord, "topic" | "key" | "offset">;

/** A stage's dead letters in its own schema. */
export class PostgresReplayStore implements ReplayStore<Transaction> {
  constructor(private readonly database: Database) {}

  async nextRequested(): Promise<RequestedLetter | null> {
    const [row] = await this.database.query<RequestedLetter>(
      `select id, topic, partition from dead_letters
       where status = 'requested' and topic is not null and partition is not null
       order by topic, partition, record_offset limit 1`,
    );
    return row ?? null;
  }

  async take(transaction: Transaction, id: number): Promise<LogRecord | null> {
    const [row] = await transaction.query<LetterRow>(
      `update dead_letters set status = 'replayed', settled_at = now() where id = $1 and status = 'requested'
       returning topic, partition, coalesce(record_offset, 0) as record_offset, key, value, headers,
         floor(extract(epoch from rejected_at) * 1000)::bigint as timestamp`,
      [id],
    );
    if (row === undefined) return null;
    const { record_offset: offset, ...record } = row;
    return { ...record, offset: BigInt(offset) };
  }

  async reopen(transaction: Transaction, id: number, { code, reason }: LetterFailure): Promise<void> {
    await transaction.query(
      "update dead_letters set status = 'open', settled_at = null, code = $2, reason = $3 where id = $1",
      [id, code, reason],
    );
  }

  async supersede(transaction: Transaction, records: readonly Arrived[]): Promise<void> {
    const topics = [...new Set(records.map(({ topic }) => topic))];
    const [unsettled] = await transaction.query<{ any: boolean }>(
      `select exists (
         select from dead_letters where status in ('open', 'requested') and topic = any($1::text[])
       ) as any`,
      [topics],
    );
    if (!unsettled!.any) return;
    const newest = newestOfKeys(records);
    await transaction.query(
      `update dead_letters set status = 'superseded', settled_at = now()
       from unnest($1::text[], $2::bytea[], $3::bigint[]) as newest (topic, key, record_offset)
       where status in ('open', 'requested') and dead_letters.topic = newest.topic
         and dead_letters.key = newest.key and dead_letters.record_offset < newest.record_offset`,
      [
        newest.map(({ topic }) => topic),
        newest.map(({ key }) => key),
        newest.map(({ offset }) => offset.toString()),
      ],
    );
  }
}

/** The last record of each key; those of one key are in order. */
function newestOfKeys(records: readonly Arrived[]): Arrived[] {
  const newest = new Map<string, Arrived>();
  for (const record of records) {
    if (record.key !== null) newest.set(`${record.topic} ${record.key.toString("hex")}`, record);
  }
  return [...newest.values()];
}
