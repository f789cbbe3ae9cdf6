import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { ACOUSTIC_BLOCKS, ACOUSTIC_DIMENSIONS } from "./acoustic-dimensions.js";

const ACOUSTIC_FIELDS = ["classes", "bpm", "key", "scale", "average_loudness", "onset_rate"];
const COUNTED_FIELDS = ["artists", "first_release", ...ACOUSTIC_FIELDS];
const before = (fields: readonly string[]): string => fields.map((field) => `${field}_before`).join(", ");

/** Tracks that artists lost (-1) and gained (+1); a track that was only renamed is neither. */
const TRACK_CHANGES = `
  create temp table work_track_changes on commit drop as
  with changed as (
    select * from changed_tracks where (${COUNTED_FIELDS.join(", ")}) is distinct from (${before(COUNTED_FIELDS)})
  )
  select -1 as change, artists_before as artists, coalesce(first_release_before / 100000 * 10, 0) as decade,
    ${ACOUSTIC_FIELDS.map((field) => `${field}_before as ${field}`).join(", ")}
  from changed where artists_before is not null
  union all
  select 1, artists, coalesce(first_release / 100000 * 10, 0), ${ACOUSTIC_FIELDS.join(", ")}
  from changed where artists is not null`;

const list = (expressions: readonly string[], type: string): string =>
  `array[${expressions.join(", ")}]::${type}[]`;

/** One pass over the tracks: taking arrays apart and putting them together again costs several times as much. */
const SUMS = `
  create temp table work_features on commit drop as
  select artist, decade, sum(change)::integer as tracks,
    ${list(
      ACOUSTIC_BLOCKS.map(({ units }) => `coalesce(sum(change) filter (where ${units} is not null), 0)`),
      "integer",
    )} as counts,
    ${list(
      ACOUSTIC_DIMENSIONS.map(({ units }) => `coalesce(sum(change * ${units}), 0)`),
      "bigint",
    )} as sums,
    ${list(
      ACOUSTIC_DIMENSIONS.map(({ units }) => `coalesce(sum((change * ${units})::bigint * ${units}), 0)`),
      "bigint",
    )} as squares
  from work_track_changes cross join unnest(artists) as artist
  group by artist, decade`;

const NO_ARTIST_TRACKS = "create temp table work_artist_tracks (artist uuid) on commit drop";

const ARTIST_TRACKS = `
  insert into work_artist_tracks
  select artist from work_features group by artist having sum(tracks) <> 0`;

const added = (column: string, length: number, type: string): string =>
  `${column} = ${list(
    Array.from({ length }, (_, at) => `known.${column}[${at + 1}] + excluded.${column}[${at + 1}]`),
    type,
  )}`;

const ADD = `
  insert into acoustic_features as known (artist, decade, tracks, counts, sums, squares)
  select artist, decade, tracks, counts, sums, squares from work_features order by artist, decade
  on conflict (artist, decade) do update
  set tracks = known.tracks + excluded.tracks,
    ${added("counts", ACOUSTIC_BLOCKS.length, "integer")},
    ${added("sums", ACOUSTIC_DIMENSIONS.length, "bigint")},
    ${added("squares", ACOUSTIC_DIMENSIONS.length, "bigint")}`;

const DELETE_EMPTY = `
  delete from acoustic_features as known using work_features as work
  where known.artist = work.artist and known.decade = work.decade and known.tracks = 0`;

/**
 * Keeps `acoustic_features` by adding and subtracting tracks: whole numbers, so the order does not matter and exactly what
 * was added is subtracted. Leaves the artists whose number of tracks changed in `work_artist_tracks`.
 */
@Injectable()
export class AcousticFeaturesRepository {
  /** Needs `changed_tracks`. */
  async derive(transaction: Transaction): Promise<void> {
    await transaction.run([TRACK_CHANGES, NO_ARTIST_TRACKS]);
    const [changed] = await transaction.query<{ any: boolean }>(
      "select exists (select from work_track_changes) as any",
    );
    if (!changed!.any) return;
    await transaction.run(["analyze work_track_changes (change)", SUMS, ARTIST_TRACKS, ADD, DELETE_EMPTY]);
  }
}
