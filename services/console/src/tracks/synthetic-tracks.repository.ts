import type { Pair, SyntheticTrack, TrackIdentity } from "@interlude/contracts";
import type { Database, Transaction } from "@interlude/infra-postgres";
import { QUERY_DATABASE } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";

const KEY = `artist_a as "artistA", artist_b as "artistB", sample`;

/** Keeps the vectors of the tracks that candidates might make. */
@Injectable()
export class SyntheticTracksRepository {
  constructor(@Inject(QUERY_DATABASE) private readonly database: Database) {}

  /** Writes tracks, each once, if they are newer and different. Returns which. */
  async write(
    transaction: Transaction,
    tracks: readonly SyntheticTrack[],
  ): Promise<(TrackIdentity & { inserted: boolean })[]> {
    if (tracks.length === 0) return [];
    return transaction.query(
      `insert into synthetic_tracks as kept (artist_a, artist_b, sample, body, graph_version)
       select (body ->> 'artistA')::uuid, (body ->> 'artistB')::uuid, (body ->> 'sample')::integer, body,
              (body ->> 'graphVersion')::bigint
         from jsonb_array_elements($1::jsonb) as body
       on conflict (artist_a, artist_b, sample) do update
          set body = excluded.body, graph_version = excluded.graph_version
        where kept.graph_version <= excluded.graph_version and kept.body <> excluded.body
       returning ${KEY}, xmax = 0 as inserted`,
      [JSON.stringify(tracks)],
    );
  }

  /** Returns those that were there. */
  async remove(transaction: Transaction, tracks: readonly TrackIdentity[]): Promise<TrackIdentity[]> {
    if (tracks.length === 0) return [];
    return transaction.query(
      `delete from synthetic_tracks
        where (artist_a, artist_b, sample) in (select * from unnest($1::uuid[], $2::uuid[], $3::integer[]))
       returning ${KEY}`,
      [
        tracks.map(({ artistA }) => artistA),
        tracks.map(({ artistB }) => artistB),
        tracks.map(({ sample }) => sample),
      ],
    );
  }

  /** The tracks of a pair, by sample number. */
  async ofPair({ artistA, artistB }: Pair): Promise<SyntheticTrack[]> {
    const rows = await this.database.query<{ body: SyntheticTrack }>(
      "select body from synthetic_tracks where artist_a = $1 and artist_b = $2 order by sample",
      [artistA, artistB],
    );
    return rows.map(({ body }) => body);
  }
}
