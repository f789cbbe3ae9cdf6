import type { Pair, TrackIdentity } from "@interlude/contracts";
import type { SampledTrack } from "@interlude/core-tracks";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** A track of a pair, as it is published. */
export interface SyntheticTrackRow extends Pair, SampledTrack {
  readonly modelId: string;
  readonly graphVersion: number;
}

/** The tracks that are published. */
@Injectable()
export class SyntheticTracksRepository {
  /** What is published of some pairs, in the order of keys. */
  async ofPairs(transaction: Transaction, pairs: readonly Pair[]): Promise<SyntheticTrackRow[]> {
    return await transaction.query<SyntheticTrackRow>(
      `select s.artist_a as "artistA", s.artist_b as "artistB", s.sample, s.model_id as "modelId",
         s.vector, s.checks, s.graph_version as "graphVersion"
       from unnest($1::uuid[], $2::uuid[]) as pair (artist_a, artist_b)
       join synthetic_tracks s on s.artist_a = pair.artist_a and s.artist_b = pair.artist_b
       order by s.artist_a, s.artist_b, s.sample`,
      [pairs.map(({ artistA }) => artistA), pairs.map(({ artistB }) => artistB)],
    );
  }

  /** What is published, in the order of keys. */
  keys(transaction: Transaction): AsyncIterable<TrackIdentity> {
    return transaction.stream<TrackIdentity>(
      `select artist_a as "artistA", artist_b as "artistB", sample from synthetic_tracks
       order by artist_a, artist_b, sample`,
    );
  }

  async removeAll(transaction: Transaction): Promise<void> {
    await transaction.query("delete from synthetic_tracks");
  }

  async write(transaction: Transaction, tracks: readonly SyntheticTrackRow[]): Promise<void> {
    if (tracks.length === 0) return;
    await transaction.query(
      `insert into synthetic_tracks (artist_a, artist_b, sample, model_id, vector, checks, graph_version)
       select * from jsonb_to_recordset($1::jsonb) as given ("artistA" uuid, "artistB" uuid, sample integer,
         "modelId" text, vector double precision[], checks text[], "graphVersion" bigint)
       on conflict (artist_a, artist_b, sample) do update
         set model_id = excluded.model_id, vector = excluded.vector, checks = excluded.checks,
           graph_version = excluded.graph_version`,
      [JSON.stringify(tracks)],
    );
  }

  async remove(transaction: Transaction, pairs: readonly Pair[]): Promise<void> {
    if (pairs.length === 0) return;
    await transaction.query(
      `delete from synthetic_tracks s using unnest($1::uuid[], $2::uuid[]) as pair (artist_a, artist_b)
       where s.artist_a = pair.artist_a and s.artist_b = pair.artist_b`,
      [pairs.map(({ artistA }) => artistA), pairs.map(({ artistB }) => artistB)],
    );
  }
}
