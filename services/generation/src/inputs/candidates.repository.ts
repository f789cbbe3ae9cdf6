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

const TOUCH = "insert into touched_candidates (artist_a, artist_b)";
/** Locks the row: what renews the pair meanwhile leaves it to what comes after this transaction. */
const AGAIN = "on conflict (artist_a, artist_b) do update set artist_b = excluded.artist_b";
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
      candidates.map(({ commonNeighbours }) => commonNeighbours),
      candidates.map(({ adamicAdar }) => adamicAdar),
    ];
    const [{ added } = { added: 0 }] = await transaction.query<{ added: number }>(
      `with written as (
         insert into candidates
         select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::integer[], $5::double precision[])
         on conflict (artist_a, artist_b) do update
           set graph_version = excluded.graph_version, common_neighbours = excluded.common_neighbours,
             adamic_adar = excluded.adamic_adar
         returning artist_a, artist_b, xmax = 0 as is_new
       ), touched as (
         ${TOUCH} select artist_a, artist_b from written ${AGAIN}
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
         ${TOUCH} select * from given ${AGAIN}
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
    return this.#withFeatures(
      transaction,
      `select artist_a, artist_b from touched_candidates where (artist_a, artist_b) > ($1::uuid, $2::uuid)
       order by artist_a, artist_b
       limit $3`,
      [after?.artistA ?? LOWEST_UUID, after?.artistB ?? LOWEST_UUID, limit],
    );
  }

  /** Takes some touched pairs, which are touched no more; none that another transaction is touching. */
  async takeTouched(transaction: Transaction, limit: number): Promise<TouchedPair[]> {
    const taken = await transaction.query<{ artist_a: string; artist_b: string }>(
      `with first as (
         select artist_a, artist_b from touched_candidates order by artist_a, artist_b limit $1 for update skip locked
       )
       delete from touched_candidates using first
       where touched_candidates.artist_a = first.artist_a and touched_candidates.artist_b = first.artist_b
       returning touched_candidates.artist_a, touched_candidates.artist_b`,
      [limit],
    );
    // Only now: with what the transactions wrote that touched them.
    return this.#withFeatures(
      transaction,
      "select * from unnest($1::uuid[], $2::uuid[]) as taken (artist_a, artist_b)",
      [taken.map(({ artist_a }) => artist_a), taken.map(({ artist_b }) => artist_b)],
    );
  }

  async clearTouched(transaction: Transaction): Promise<void> {
    await transaction.query("delete from touched_candidates");
  }

  /** Pairs that a query selects, in the order of keys, with what conditions their tracks. */
  async #withFeatures(
    transaction: Transaction,
    pairs: string,
    values: readonly unknown[],
  ): Promise<TouchedPair[]> {
    const rows = await transaction.query<TouchedRow>(
      `select t.artist_a as "artistA", t.artist_b as "artistB", c.graph_version as "graphVersion",
         to_jsonb(a) as a, to_jsonb(b) as b
       from (${pairs}) t
       left join candidates c on c.artist_a = t.artist_a and c.artist_b = t.artist_b
       left join conditioning_features a on a.artist = t.artist_a
       left join conditioning_features b on b.artist = t.artist_b
       order by t.artist_a, t.artist_b`,
      values,
    );
    return rows.map((row) => ({ ...row, a: row.a ?? UNKNOWN_ARTIST, b: row.b ?? UNKNOWN_ARTIST }));
  }
}
