import type { CandidateFeedback, Pair, Verdict } from "@interlude/contracts";
import type { Database, Transaction } from "@interlude/infra-postgres";
import { QUERY_DATABASE } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";

/** Feedback before it has its time. */
export type GivenFeedback = Omit<CandidateFeedback, "ts">;

/** What the topic does not have yet: the pair's record, null where it was withdrawn. */
export interface UnpublishedFeedback extends Pair {
  readonly record: CandidateFeedback | null;
}

interface FeedbackRow {
  readonly body: GivenFeedback;
  readonly ts: number;
}

/** What readers think of candidates. */
@Injectable()
export class FeedbackRepository {
  constructor(@Inject(QUERY_DATABASE) private readonly database: Database) {}

  async ofPair({ artistA, artistB }: Pair): Promise<CandidateFeedback | null> {
    const [row] = await this.database.query<FeedbackRow>(
      "select body, ts from feedback where artist_a = $1 and artist_b = $2 and body is not null",
      [artistA, artistB],
    );
    return row === undefined ? null : recordOf(row);
  }

  /** The newest, of one verdict unless null is given. */
  async newest(verdict: Verdict | null, limit: number): Promise<CandidateFeedback[]> {
    const rows = await this.database.query<FeedbackRow>(
      `select body, ts from feedback
       where body is not null and ($1::text is null or body ->> 'verdict' = $1) order by ts desc limit $2`,
      [verdict, limit],
    );
    return rows.map(recordOf);
  }

  /** Keeps what a reader says, in place of what was said of the pair before, and that it is to be published. */
  async give(given: GivenFeedback, now: number): Promise<CandidateFeedback> {
    const [row] = await this.database.query<FeedbackRow>(
      `insert into feedback (artist_a, artist_b, body, ts) values ($1, $2, $3, $4)
       on conflict (artist_a, artist_b) do update
       set body = excluded.body, ts = greatest(excluded.ts, feedback.ts + 1), is_published = false
       returning body, ts`,
      [given.artistA, given.artistB, JSON.stringify(given), now],
    );
    return recordOf(row!);
  }

  /** Withdraws what was said of a pair, and keeps that this is to be published. Returns whether there was anything. */
  async withdraw({ artistA, artistB }: Pair): Promise<boolean> {
    const rows = await this.database.query(
      `update feedback set body = null, is_published = false
       where artist_a = $1 and artist_b = $2 and body is not null returning 1`,
      [artistA, artistB],
    );
    return rows.length > 0;
  }

  /**
   * Takes some of what is not published, for a transaction that publishes it. Readers who change it meanwhile wait, and
   * theirs is published next.
   */
  async takeUnpublished(transaction: Transaction, limit: number): Promise<UnpublishedFeedback[]> {
    const rows = await transaction.query<Pair & { body: GivenFeedback | null; ts: number }>(
      `update feedback set is_published = true
       from (select artist_a, artist_b from feedback where not is_published
             order by artist_a, artist_b limit $1 for update) as taken
       where feedback.artist_a = taken.artist_a and feedback.artist_b = taken.artist_b
       returning feedback.artist_a as "artistA", feedback.artist_b as "artistB", body, ts`,
      [limit],
    );
    await transaction.query("delete from feedback where is_published and body is null");
    return rows.map(({ artistA, artistB, body, ts }) => ({
      artistA,
      artistB,
      record: body === null ? null : recordOf({ body, ts }),
    }));
  }
}

function recordOf({ body, ts }: FeedbackRow): CandidateFeedback {
  return { ...body, ts };
}
