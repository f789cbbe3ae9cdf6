import type { CatalogTrack } from "@interlude/contracts";
import type { TrainingTrack } from "@interlude/core-tracks";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { type ArtistRow, contextOf } from "./artists.repository.js";

// Past this a small network gets no better and only takes longer.
const MOST_TRAINING_TRACKS = 20_000;

interface SampleRow {
  readonly recording: string;
  readonly artist: string;
  readonly probabilities: TrainingTrack["probabilities"];
  readonly first: ArtistRow | null;
  readonly second: ArtistRow | null;
}

/** The catalogue's tracks with acoustic features. */
@Injectable()
export class TracksRepository {
  /** Writes tracks; returns how many are new. */
  async write(transaction: Transaction, tracks: readonly CatalogTrack[]): Promise<number> {
    if (tracks.length === 0) return 0;
    const rows = tracks.map(({ recording, artists, probabilities }) => ({
      recording,
      artists,
      probabilities,
    }));
    const [{ added } = { added: 0 }] = await transaction.query<{ added: number }>(
      `with written as (
         insert into tracks
         select * from jsonb_to_recordset($1::jsonb)
           as given (recording uuid, artists uuid[], probabilities jsonb)
         on conflict (recording) do update
           set artists = excluded.artists, probabilities = excluded.probabilities
         returning xmax = 0 as is_new
       )
       select count(*) filter (where is_new) as added from written`,
      [JSON.stringify(rows)],
    );
    return added;
  }

  /** Removes tracks; returns how many there were. */
  async remove(transaction: Transaction, recordings: readonly string[]): Promise<number> {
    if (recordings.length === 0) return 0;
    const gone = await transaction.query(
      "delete from tracks where recording = any($1::uuid[]) returning recording",
      [recordings],
    );
    return gone.length;
  }

  /**
   * Tracks to train on, with the context of their first two artists: all, or of a larger catalogue those whose
   * MBID hashes lowest, so that the choice depends on nothing but the tracks.
   */
  async trainingSample(transaction: Transaction): Promise<TrainingTrack[]> {
    const rows = await transaction.query<SampleRow>(
      `select t.recording, t.artists[1] as artist, t.probabilities,
         to_jsonb(a) as first, to_jsonb(b) as second
       from (select * from tracks order by md5(recording::text) limit $1) t
       left join artists a on a.artist = t.artists[1]
       left join artists b on b.artist = coalesce(t.artists[2], t.artists[1])
       order by t.recording`,
      [MOST_TRAINING_TRACKS],
    );
    return rows.map(({ recording, artist, probabilities, first, second }) => ({
      recording,
      artist,
      probabilities,
      context: [contextOf(first), contextOf(second)],
    }));
  }
}
