import { type CandidateCollaboration, topics } from "@interlude/contracts";
import type { ConditioningFeatures } from "@interlude/core-tracks";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** A pair whose tracks are to be renewed. */
export interface TouchedPair {
  readonly artistA: string;
  readonly artistB: string;
  /** `null` if the pair is no candidate any more. */
  readonly graphVersion: number | null;
  readonly a: ConditioningFeatures;
  readonly b: ConditioningFeatures;
}

interface TouchedRow extends Omit<TouchedPair, "a" | "b"> {
  readonly a: ConditioningFeatures | null;
  readonly b: ConditioningFeatures | null;
}

const LOWEST_UUID = "00000000-0000-0000-0000-000000000000";

/** An artist that the graph has not published. */
const UNKNOWN_ARTIST: ConditioningFeatures = { cluster: null, degree: 0, popularity: null };

/** Candidate pairs, and those of them that the open epoch touched. */
@Injectable()
export class CandidatesRepository {
  /** Writes candidates; returns how many are new. */
  async write(transaction: Transaction, candidates: readonly CandidateCollaboration[]): Promise<number> {
    if (candidates.length === 0) return 0;
    const columns = [
      candidates.map(({ artistA }) => artistA),
      candidates.map(({ artistB }) => artistB),
      candidates.map(({ graphVersion }) => graphVersion),
    ];
    const [{ added } = { added: 0 }] = await transaction.query<{ added: number }>(
      `with written as (
         insert into candidates select * from unnest($1::uuid[], $2::uuid[], $3::bigint[])
         on conflict (artist_a, artist_b) do update set graph_version = excluded.graph_version
         returning artist_a, artist_b, xmax = 0 as is_new
       ), touched as (
         insert into touched_candidates select artist_a, artist_b from written on conflict do nothing
       )
       select count(*) filter (where is_new) as added from written`,
      columns,
    );
    return added;
  }

  /** Removes candidates by key; returns how many there were. */
  async remove(transaction: Transaction, keys: readonly string[]): Promise<number> {
    if (keys.length === 0) return 0;
    const pairs = keys.map((key) => topics.candidates.parseKey(key)!);
    const gone = await transaction.query(
      `with given as (
         select * from unnest($1::uuid[], $2::uuid[]) as pair (artist_a, artist_b)
       ), touched as (
         insert into touched_candidates select * from given on conflict do nothing
       )
       delete from candidates using given
       where candidates.artist_a = given.artist_a and candidates.artist_b = given.artist_b
       returning candidates.artist_a`,
      [pairs.map(({ artistA }) => artistA), pairs.map(({ artistB }) => artistB)],
    );
    return gone.length;
  }

  async touchAll(transaction: Transaction): Promise<void> {
    await transaction.query(
      "insert into touched_candidates select artist_a, artist_b from candidates on conflict do nothing",
    );
  }

  /** Touches every candidate pair that one of the artists is in. */
  async touchPairsOf(transaction: Transaction, artists: readonly string[]): Promise<void> {
    if (artists.length === 0) return;
    for (const end of ["artist_a", "artist_b"]) {
      await transaction.query(
        `insert into touched_candidates
         select artist_a, artist_b from candidates where ${end} = any($1::uuid[])
         on conflict do nothing`,
        [artists],
      );
    }
  }

  /** The next touched pairs in the order of keys, after one pair or from the start. */
  async touchedAfter(
    transaction: Transaction,
    after: Pick<TouchedPair, "artistA" | "artistB"> | null,
    limit: number,
  ): Promise<TouchedPair[]> {
    const rows = await transaction.query<TouchedRow>(
      `select t.artist_a as "artistA", t.artist_b as "artistB", c.graph_version as "graphVersion",
         to_jsonb(a) as a, to_jsonb(b) as b
       from touched_candidates t
       left join candidates c on c.artist_a = t.artist_a and c.artist_b = t.artist_b
       left join conditioning_features a on a.artist = t.artist_a
       left join conditioning_features b on b.artist = t.artist_b
       where (t.artist_a, t.artist_b) > ($1::uuid, $2::uuid)
       order by t.artist_a, t.artist_b
       limit $3`,
      [after?.artistA ?? LOWEST_UUID, after?.artistB ?? LOWEST_UUID, limit],
    );
    return rows.map((row) => ({ ...row, a: row.a ?? UNKNOWN_ARTIST, b: row.b ?? UNKNOWN_ARTIST }));
  }

  async clearTouched(transaction: Transaction): Promise<void> {
    await transaction.query("delete from touched_candidates");
  }
}
