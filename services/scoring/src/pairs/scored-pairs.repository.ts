import type { WithdrawalReason } from "@interlude/contracts";
import { type Transaction, plainArray } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { PairStatus, ScoredPair } from "./pair-transition.js";

/** Rows written by one statement. */
const SLICE = 10_000;
/** Pairs that were withdrawn so many versions of the graph ago are forgotten. */
const KEPT_VERSIONS = 100_000;

/** A stored pair with its two artists. */
export interface StoredPair {
  readonly artistA: string;
  readonly artistB: string;
  readonly pair: ScoredPair;
}

/** A pair and what its row is to be; null removes it. */
export interface ChangedPair {
  readonly artistA: string;
  readonly artistB: string;
  readonly row: ScoredPair | null;
}

interface PairRow {
  readonly artist_a: string;
  readonly artist_b: string;
  readonly status: PairStatus;
  readonly logit: number | null;
  readonly model_id: string | null;
  readonly graph_version: number;
  readonly epoch: number;
  readonly sequence: number;
  readonly digest: string | null;
  readonly common_neighbours: number;
  readonly settled: boolean;
  readonly first_seen_epoch: number | null;
  readonly first_seen_sequence: number;
  readonly first_seen_at: number;
  readonly withdrawn_reason: WithdrawalReason | null;
}

const COLUMNS = `artist_a, artist_b, status, logit, model_id, graph_version, epoch, sequence,
  encode(record_digest, 'hex') as digest, common_neighbours, settled, first_seen_epoch, first_seen_sequence, first_seen_at, withdrawn_reason`;

/** Every pair that recorded together, every candidate, and those that were withdrawn. */
@Injectable()
export class ScoredPairsRepository {
  /** Those with an end among some artists; one with both among them may come twice. */
  async ofArtists(transaction: Transaction, mbids: readonly string[]): Promise<StoredPair[]> {
    const [first, second] = [
      await this.ofFirstArtists(transaction, mbids),
      await this.#read(transaction, mbids, "artist_b"),
    ];
    return [...first, ...second];
  }

  /** Those of which some artists are the first. */
  ofFirstArtists(transaction: Transaction, mbids: readonly string[]): Promise<StoredPair[]> {
    return this.#read(transaction, mbids, "artist_a");
  }

  /**
   * Artist by artist (`offset 0` keeps the planner from joining): where the table has no statistics yet, above all in the
   * transaction of a first load, it would rather read all of it for every chunk of artists.
   */
  async #read(
    transaction: Transaction,
    mbids: readonly string[],
    end: "artist_a" | "artist_b",
  ): Promise<StoredPair[]> {
    const rows = await transaction.query<PairRow>(
      `select pair.* from unnest($1::uuid[]) as wanted (artist) cross join lateral (
         select ${COLUMNS} from scored_pairs where ${end} = wanted.artist offset 0
       ) as pair`,
      [plainArray(mbids)],
    );
    return rows.map(storedPair);
  }

  /** The first artists of pairs after an MBID (from the lowest on if null), up to another (to the highest if null). */
  async firstArtists(transaction: Transaction, after: string | null, to: string | null): Promise<string[]> {
    const rows = await transaction.query<{ artist: string }>(
      `select distinct artist_a as artist from scored_pairs
       where ($1::uuid is null or artist_a > $1) and ($2::uuid is null or artist_a <= $2)`,
      [after, to],
    );
    return rows.map(({ artist }) => artist);
  }

  /** Writes changed pairs; what is of an older version of the graph or an older epoch than the row changes nothing. */
  async write(transaction: Transaction, changes: readonly ChangedPair[]): Promise<void> {
    for (let from = 0; from < changes.length; from += SLICE) {
      const slice = changes.slice(from, from + SLICE);
      await this.#upsert(
        transaction,
        slice.flatMap(({ row, ...ends }) => (row === null ? [] : [{ ...ends, pair: row }])),
      );
      await this.#remove(
        transaction,
        slice.filter(({ row }) => row === null),
      );
    }
  }

  /** Forgets pairs that were withdrawn long ago. Returns why each was withdrawn. */
  async forgetOld(transaction: Transaction, graphVersion: number): Promise<WithdrawalReason[]> {
    const gone = await transaction.query<{ reason: WithdrawalReason }>(
      `delete from scored_pairs where withdrawn_version < $1
       returning withdrawn_reason as reason`,
      [graphVersion - KEPT_VERSIONS],
    );
    return gone.map(({ reason }) => reason);
  }

  async #upsert(transaction: Transaction, pairs: readonly StoredPair[]): Promise<void> {
    if (pairs.length === 0) return;
    const column = (valueOf: (pair: ScoredPair) => string | number | boolean | null): string =>
      plainArray(pairs.map(({ pair }) => valueOf(pair)));
    await transaction.query(
      `insert into scored_pairs (artist_a, artist_b, status, logit, model_id, graph_version, epoch, sequence,
         record_digest, common_neighbours, settled, first_seen_epoch, first_seen_sequence, first_seen_at, withdrawn_reason,
         withdrawn_version)
       select artist_a, artist_b, status, logit, model_id, graph_version, epoch, sequence, decode(digest, 'hex'),
         common_neighbours, settled, first_seen_epoch, first_seen_sequence, first_seen_at, withdrawn_reason,
         withdrawn_version
       from unnest(
         $1::uuid[], $2::uuid[], $3::text[], $4::double precision[], $5::text[], $6::bigint[], $7::bigint[],
         $8::bigint[], $9::text[], $10::integer[], $11::boolean[], $12::bigint[], $13::bigint[], $14::bigint[],
         $15::text[], $16::bigint[]
       ) as incoming (artist_a, artist_b, status, logit, model_id, graph_version, epoch, sequence, digest,
         common_neighbours, settled, first_seen_epoch, first_seen_sequence, first_seen_at, withdrawn_reason,
         withdrawn_version)
       order by artist_a, artist_b
       on conflict (artist_a, artist_b) do update
       set status = excluded.status, logit = excluded.logit, model_id = excluded.model_id,
         graph_version = excluded.graph_version, epoch = excluded.epoch, sequence = excluded.sequence,
         record_digest = excluded.record_digest, common_neighbours = excluded.common_neighbours, settled = excluded.settled, first_seen_epoch = excluded.first_seen_epoch,
         first_seen_sequence = excluded.first_seen_sequence, first_seen_at = excluded.first_seen_at,
         withdrawn_reason = excluded.withdrawn_reason, withdrawn_version = excluded.withdrawn_version
       where scored_pairs.graph_version <= excluded.graph_version and scored_pairs.epoch <= excluded.epoch`,
      [
        plainArray(pairs.map(({ artistA }) => artistA)),
        plainArray(pairs.map(({ artistB }) => artistB)),
        column(({ status }) => status),
        column(({ logit }) => logit),
        column(({ modelId }) => modelId),
        column(({ stamp }) => stamp.graphVersion),
        column(({ stamp }) => stamp.epoch),
        column(({ stamp }) => stamp.sequence),
        column(({ record }) => (record === null ? null : record.digest)),
        column(({ record }) => record?.commonNeighbours ?? null),
        column(({ settled }) => settled),
        column(({ firstSeen }) => firstSeen?.epoch ?? null),
        column(({ firstSeen }) => firstSeen?.sequence ?? null),
        column(({ firstSeen }) => firstSeen?.at ?? null),
        column(({ withdrawn }) => withdrawn),
        column(({ status, stamp }) => (status === "WITHDRAWN" ? stamp.graphVersion : null)),
      ],
    );
  }

  async #remove(
    transaction: Transaction,
    pairs: readonly { readonly artistA: string; readonly artistB: string }[],
  ): Promise<void> {
    if (pairs.length === 0) return;
    await transaction.query(
      `delete from scored_pairs using unnest($1::uuid[], $2::uuid[]) as gone (artist_a, artist_b)
       where scored_pairs.artist_a = gone.artist_a and scored_pairs.artist_b = gone.artist_b`,
      [pairs.map(({ artistA }) => artistA), pairs.map(({ artistB }) => artistB)],
    );
  }
}

function storedPair(row: PairRow): StoredPair {
  const { graph_version: graphVersion, epoch, sequence, first_seen_epoch: firstEpoch } = row;
  return {
    artistA: row.artist_a,
    artistB: row.artist_b,
    pair: {
      status: row.status,
      logit: row.logit,
      modelId: row.model_id,
      record: row.digest === null ? null : { digest: row.digest, commonNeighbours: row.common_neighbours },
      settled: row.settled,
      firstSeen:
        firstEpoch === null
          ? null
          : { epoch: firstEpoch, sequence: row.first_seen_sequence, at: row.first_seen_at },
      withdrawn: row.withdrawn_reason,
      stamp: { graphVersion, epoch, sequence },
    },
  };
}
