import {
  type OutputKey,
  type OutboxRecord,
  type TopicPartition,
  partitionName,
  recordsOf,
} from "@interlude/stage";
import { CopyRows } from "./copy-binary.js";
import type { Transaction } from "./transaction.js";

const EMPTY = Buffer.alloc(0);

/** How far a stage has read a partition. */
export interface ReadPartition extends TopicPartition {
  readonly nextOffset: bigint;
}

/** A stage that cannot go on until the transaction ends: its replicas wait for their positions. */
export interface StoppedStage {
  readonly completedEpoch: number;
  readonly read: readonly ReadPartition[];
}

/**
 * A stage's rebuild, in a transaction of an operator whose `search_path` is the stage's schema: it is stopped, told which
 * keys its outputs have, its own tables are emptied, and it is set back.
 */
export class StageRebuild {
  constructor(private readonly transaction: Transaction) {}

  /** Waits for the work that the stage has at hand, which may be an epoch, and keeps it from doing more. */
  async stop(): Promise<StoppedStage> {
    // In the order in which a stage takes them, so that neither waits for the other.
    const read = await this.transaction.query<{ topic: string; partition: number; next_offset: number }>(
      "select topic, partition, next_offset from stage_positions order by topic, partition for update",
    );
    const [state] = await this.transaction.query<{ epoch: number }>(
      "select completed_epoch as epoch from stage_state for update",
    );
    return {
      completedEpoch: state!.epoch,
      read: read.map(({ next_offset: nextOffset, ...partition }) => {
        return { ...partition, nextOffset: BigInt(nextOffset) };
      }),
    };
  }

  /** What the stage has published and not sent yet, in order, without the values; some of it may be sent meanwhile. */
  async unsent(topics: readonly string[]): Promise<(OutboxRecord & { readonly topic: string })[]> {
    const unsent: (OutboxRecord & { readonly topic: string })[] = [];
    const batches = this.transaction.stream<{ topic: string; count: number; records: Buffer }>(
      "select topic, count, records from outbox where topic = any($1) order by id",
      [topics],
    );
    for await (const { topic, ...batch } of batches) {
      // Their keys are what is needed; values would be large together.
      for (const { key, value } of recordsOf(batch))
        unsent.push({ topic, key: key && Buffer.from(key), value: value && EMPTY });
    }
    return unsent;
  }

  /** Notes keys for the end of the rebuild, beside those of one that was not completed. */
  async noteKeys(keys: Iterable<OutputKey>): Promise<void> {
    await this.transaction.query("create temp table live_keys (topic text, key bytea) on commit drop");
    await this.transaction.copyEach("live_keys", ["topic", "key"], keys, (row: CopyRows, { topic, key }) => {
      row.text(topic).bytea(key);
    });
    await this.transaction.query(
      "insert into rebuild_keys (topic, key) select topic, key from live_keys on conflict do nothing",
    );
  }

  /**
   * Takes outputs for what they are now, also those that were created anew or have lost records: everything that they
   * should say is published again.
   * @param ends where their partitions end, by `partitionName`
   */
  async acceptOutputs(ends: ReadonlyMap<string, bigint>): Promise<void> {
    await this.transaction.query(
      `update output_ends set end_offset = now.end_offset
       from unnest($1::text[], $2::bigint[]) as now (name, end_offset)
       where output_ends.topic || '/' || output_ends.partition = now.name and output_ends.end_offset > now.end_offset`,
      [[...ends.keys()], [...ends.values()].map(String)],
    );
  }

  /**
   * Has the stage read everything again. Its dead letters are of records that it reads again, or that newer ones replaced.
   * @param ends where the partitions end now, by `partitionName`: a topic that was created anew ends before what was read
   */
  async setBack(read: readonly ReadPartition[], ends: ReadonlyMap<string, bigint>): Promise<void> {
    const until = read.map((partition) => {
      const end = ends.get(partitionName(partition)) ?? 0n;
      return (partition.nextOffset < end ? partition.nextOffset : end).toString();
    });
    await this.transaction.query(
      `update stage_positions as stored
       set next_offset = 0, marker = null,
         replay_until = greatest(least(stored.replay_until, again.end_offset), again.until)
       from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) as again (topic, partition, until, end_offset)
       where stored.topic = again.topic and stored.partition = again.partition`,
      [
        read.map(({ topic }) => topic),
        read.map(({ partition }) => partition),
        until,
        read.map((partition) => (ends.get(partitionName(partition)) ?? 0n).toString()),
      ],
    );
    await this.transaction.query("update stage_state set state_id = gen_random_uuid(), seen_at = now()");
    await this.transaction.query(
      `update dead_letters set status = 'superseded', settled_at = now()
       where status in ('open', 'requested') and topic is not null`,
    );
  }
}

/** Whether a rebuild is still going on, and of what. */
export interface RebuildProgress {
  readonly completedEpoch: number;
  /** Records that are to be read again. */
  readonly recordsLeft: number;
}

/** How far a stage is with its rebuild. */
export async function rebuildProgress(
  operator: Pick<Transaction, "query">,
  schema: string,
): Promise<RebuildProgress> {
  const [row] = await operator.query<RebuildProgress>(
    `select completed_epoch as "completedEpoch",
       (select coalesce(sum(greatest(replay_until - next_offset, 0)), 0)::bigint from ${schema}.stage_positions)
         as "recordsLeft"
     from ${schema}.stage_state`,
  );
  return row!;
}
