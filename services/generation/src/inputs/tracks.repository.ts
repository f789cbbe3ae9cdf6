import type { CatalogTrack } from "@interlude/contracts";
import type { TrainingTrack } from "@interlude/core-tracks";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { type ArtistRow, contextOf } from "./artists.repository.js";
import type { ProfiledTrack } from "./artist-profiles.repository.js";

// Past this a small network gets no better and only takes longer.
const MOST_TRAINING_TRACKS = 20_000;

interface SampleRow {
  readonly recording: string;
  readonly artist: string;
  readonly probabilities: TrainingTrack["probabilities"];
  readonly first: ArtistRow | null;
  readonly second: ArtistRow | null;
}

/** A track as it is stored. */
export interface TrackRow extends ProfiledTrack {
  readonly recording: string;
  readonly title: string;
}

/** How a track's columns are read as a {@link TrackRow}. */
export const TRACK_COLUMNS = `recording, title, artists::text[] as artists, probabilities, bpm, key, scale,
  average_loudness as "averageLoudness", onset_rate as "onsetRate", dynamic_complexity as "dynamicComplexity", year`;

/** A change of tracks: what was stored before, and what is now. */
export interface TracksChange {
  readonly gone: readonly TrackRow[];
  readonly come: readonly TrackRow[];
}

/** The catalogue's tracks with acoustic features. */
@Injectable()
export class TracksRepository {
  /** Writes tracks; returns those that they take the place of, too. */
  async write(transaction: Transaction, tracks: readonly CatalogTrack[]): Promise<TracksChange> {
    if (tracks.length === 0) return { gone: [], come: [] };
    const come = tracks.map(rowOf);
    const gone = await this.of(
      transaction,
      come.map(({ recording }) => recording),
    );
    await transaction.query(
      `insert into tracks (recording, title, artists, probabilities, bpm, key, scale, average_loudness, onset_rate,
         dynamic_complexity, year)
       select * from jsonb_to_recordset($1::jsonb)
         as given (recording uuid, title text, artists uuid[], probabilities jsonb, bpm double precision, key smallint,
           scale text, "averageLoudness" double precision, "onsetRate" double precision, "dynamicComplexity" double precision, year integer)
       on conflict (recording) do update
         set title = excluded.title, artists = excluded.artists, probabilities = excluded.probabilities,
           bpm = excluded.bpm, key = excluded.key, scale = excluded.scale,
           average_loudness = excluded.average_loudness, onset_rate = excluded.onset_rate,
           dynamic_complexity = excluded.dynamic_complexity, year = excluded.year`,
      [JSON.stringify(come)],
    );
    return { gone, come };
  }

  /** Removes tracks; returns those that there were. */
  async remove(transaction: Transaction, recordings: readonly string[]): Promise<TracksChange> {
    if (recordings.length === 0) return { gone: [], come: [] };
    const gone = await transaction.query<TrackRow>(
      `delete from tracks where recording = any($1::uuid[]) returning ${TRACK_COLUMNS}`,
      [recordings],
    );
    return { gone, come: [] };
  }

  /** Some tracks, those of them that there are. */
  async of(transaction: Transaction, recordings: readonly string[]): Promise<TrackRow[]> {
    return transaction.query<TrackRow>(
      `select ${TRACK_COLUMNS} from tracks where recording = any($1::uuid[])`,
      [recordings],
    );
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

function rowOf(track: CatalogTrack): TrackRow {
  const { recording, title, artists, probabilities, bpm, key, scale } = track;
  const { averageLoudness, onsetRate, dynamicComplexity } = track;
  const year = track.firstRelease === null ? null : Number(track.firstRelease.slice(0, 4));
  const measured = { bpm, key, scale, averageLoudness, onsetRate, dynamicComplexity };
  return { recording, title, artists, probabilities, ...measured, year };
}
