import type { CandidateFeedback, Pair, Verdict } from "@interlude/contracts";
import type { Evidence } from "@interlude/core-links";
import { type Transaction, plainArray } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** What readers think of a pair, and the evidence that they were shown. */
export interface PairFeedback extends Pair, Evidence {
  readonly verdict: Verdict;
}

/** A pair and what came of it: the record as JSON text, null where it was withdrawn. */
export interface StagedFeedback extends Pair {
  readonly record: string | null;
}

/** A pair that a reader has judged, as an example to learn from. */
export interface FeedbackLabel extends Pair {
  /** accepted: positive; rejected: negative. */
  readonly verdict: Verdict;
}

/** Feedback that came, that is in force, and that was. */
@Injectable()
export class FeedbackRepository {
  /** Keeps what came until it is taken; each pair at most once a call, in the order of the pairs. */
  async stage(transaction: Transaction, staged: readonly StagedFeedback[]): Promise<void> {
    if (staged.length === 0) return;
    await transaction.query(
      `insert into staged_feedback (artist_a, artist_b, record)
       select * from unnest($1::uuid[], $2::uuid[], $3::json[])
       on conflict (artist_a, artist_b) do update set record = excluded.record`,
      [...pairColumns(staged), staged.map(({ record }) => record)],
    );
  }

  /** Takes what is staged, pairs in order. */
  async takeStaged(transaction: Transaction): Promise<StagedFeedback[]> {
    return transaction.query<StagedFeedback>(
      `with taken as (delete from staged_feedback returning artist_a, artist_b, record::text)
       select artist_a as "artistA", artist_b as "artistB", record from taken order by artist_a, artist_b`,
    );
  }

  /** The records in force of pairs, as JSON text by key. */
  async recordsInForce(transaction: Transaction, pairs: readonly Pair[]): Promise<Map<string, string>> {
    const rows = await transaction.query<{ key: string; record: string }>(
      `select artist_a || ':' || artist_b as key, record::text
       from unnest($1::uuid[], $2::uuid[]) as wanted (artist_a, artist_b)
       join feedback using (artist_a, artist_b) where until_epoch is null`,
      pairColumns(pairs),
    );
    return new Map(rows.map(({ key, record }) => [key, record]));
  }

  /** Ends what is in force of pairs. What began in this very epoch leaves no trace. */
  async end(transaction: Transaction, pairs: readonly Pair[], epoch: number): Promise<void> {
    const values = [...pairColumns(pairs), epoch];
    await transaction.query(
      `delete from feedback using unnest($1::uuid[], $2::uuid[]) as ended (artist_a, artist_b)
       where feedback.artist_a = ended.artist_a and feedback.artist_b = ended.artist_b
         and until_epoch is null and from_epoch >= $3`,
      values,
    );
    await transaction.query(
      `update feedback set until_epoch = $3 from unnest($1::uuid[], $2::uuid[]) as ended (artist_a, artist_b)
       where feedback.artist_a = ended.artist_a and feedback.artist_b = ended.artist_b and until_epoch is null`,
      values,
    );
  }

  /** Begins feedback of pairs of which none is in force. */
  async begin(transaction: Transaction, records: readonly CandidateFeedback[], epoch: number): Promise<void> {
    await transaction.query(
      `insert into feedback (artist_a, artist_b, from_epoch, verdict, logit, common_neighbours, record)
       select (record ->> 'artistA')::uuid, (record ->> 'artistB')::uuid, $2, record ->> 'verdict',
              (record ->> 'logit')::double precision, (record ->> 'commonNeighbours')::integer, record
       from unnest($1::json[]) as record`,
      [records.map((record) => JSON.stringify(record)), epoch],
    );
  }

  /** What is in force of pairs with an end among some artists, by key. */
  async ofArtists(transaction: Transaction, mbids: readonly string[]): Promise<Map<string, PairFeedback>> {
    const rows = await transaction.query<PairFeedback & { key: string }>(
      `select artist_a || ':' || artist_b as key, artist_a as "artistA", artist_b as "artistB", verdict, logit,
              common_neighbours as "commonNeighbours"
       from feedback
       where until_epoch is null and (artist_a = any($1::uuid[]) or artist_b = any($1::uuid[]))`,
      [plainArray(mbids)],
    );
    return new Map(rows.map(({ key, ...feedback }) => [key, feedback]));
  }

  /** What was in force at the end of an epoch, in the order of the pairs: the same whenever it is asked. */
  labelsAsOf(transaction: Pick<Transaction, "query">, epoch: number): Promise<FeedbackLabel[]> {
    return transaction.query<FeedbackLabel>(
      `select artist_a as "artistA", artist_b as "artistB", verdict from feedback
       where from_epoch <= $1 and (until_epoch is null or until_epoch > $1) order by artist_a, artist_b`,
      [epoch],
    );
  }

  /** Pairs of which feedback came, changed or was withdrawn after an epoch. */
  async changesSince(transaction: Pick<Transaction, "query">, epoch: number): Promise<number> {
    const [row] = await transaction.query<{ count: number }>(
      `select count(distinct (artist_a, artist_b)) as count from feedback
       where from_epoch > $1 or until_epoch > $1`,
      [epoch],
    );
    return row!.count;
  }

  /** How many pairs there are of each verdict. */
  async counts(transaction: Pick<Transaction, "query">): Promise<Readonly<Record<Verdict, number>>> {
    const [row] = await transaction.query<Record<Verdict, number>>(
      `select count(*) filter (where verdict = 'accepted') as accepted,
              count(*) filter (where verdict = 'rejected') as rejected
       from feedback where until_epoch is null`,
    );
    return row!;
  }
}

function pairColumns(pairs: readonly Pair[]): [string[], string[]] {
  return [pairs.map(({ artistA }) => artistA), pairs.map(({ artistB }) => artistB)];
}
