import { type Matrix, zeros } from "@interlude/core-numerics";
import { requireLength, TracksError } from "../errors.js";
import type { PrincipalComponents } from "../pca.js";
import type { TableSpace } from "../table/table-space.js";
import { GENRE_MODELS, fitGenreComponents, genreColumns, genreComponentsOf } from "./genre-components.js";
import { TRACK_COLUMNS, type TrackColumn } from "./track-columns.js";
import type { CatalogueFeatures } from "../profiles/catalogue-features.js";
import { classesOf } from "./classes-of.js";

/** Rises when columns come, go or change their meaning. */
export const TRACK_SPACE_VERSION = "2";

/** The space of tracks as fitted to a catalogue; plain data. */
export interface TrackSpace {
  readonly space: TableSpace;
  /** What the genre components are; null if no track has all genre models. */
  readonly genre: PrincipalComponents | null;
  /** Columns that no track has a value of; the space is without them. */
  readonly leftOut: readonly string[];
}

/**
 * Fits the track space: its genre components, and which columns there are. A track that lacks something stays in.
 * @param tracks their order does not matter beyond rounding
 * @throws TracksError `TRACKS_TOO_FEW` if no column is left, `TRACK_CLASSES_MISSING` for part of a model,
 * `TRACK_PROBABILITY_INVALID`
 */
export function fitTrackSpace(tracks: readonly CatalogueFeatures[]): TrackSpace {
  const present = TRACK_COLUMNS.filter(({ read }) => tracks.some((track) => read(track) !== null));
  const whole = tracks.filter((track) => GENRE_MODELS.every((model) => classesOf(track, model) !== null));
  const genre = whole.length < 2 ? null : fitGenreComponents(whole);
  const columns = [
    ...present.map(({ declaration }) => declaration),
    ...(genre === null ? [] : genreColumns(genre)),
  ];
  if (columns.length === 0) {
    throw new TracksError("TRACKS_TOO_FEW", `none of ${tracks.length} tracks has an acoustic feature`);
  }
  const leftOut = TRACK_COLUMNS.filter((column) => !present.includes(column)).map(
    ({ declaration }) => declaration.name,
  );
  return {
    space: { name: "tracks", version: TRACK_SPACE_VERSION, columns },
    genre,
    leftOut: genre === null ? [...leftOut, "genre components"] : leftOut,
  };
}

/** The table of tracks, a row each in their order; NaN for what a track lacks. */
export function trackTable({ space, genre }: TrackSpace, tracks: readonly CatalogueFeatures[]): Matrix {
  const table = zeros(tracks.length, space.columns.length);
  const readers = space.columns.map(({ name }) => READERS.get(name));
  for (const [row, track] of tracks.entries()) {
    const components = genre === null ? null : genreComponentsOf(genre, genreClasses(track));
    let component = 0;
    for (const [column, read] of readers.entries()) {
      const value = read === undefined ? components?.[component++] : read(track);
      table.values[row * table.columns + column] = value ?? Number.NaN;
    }
  }
  return table;
}

/** The values of one row by column name. */
export function namedRow({ columns }: TableSpace, row: ArrayLike<number>): Record<string, number> {
  requireLength("the row of the table", row.length, columns.length);
  return Object.fromEntries(columns.map(({ name }, at) => [name, row[at]!]));
}

const READERS: ReadonlyMap<string, TrackColumn["read"]> = new Map(
  TRACK_COLUMNS.map(({ declaration, read }) => [declaration.name, read]),
);

function genreClasses(track: CatalogueFeatures): (number[] | null)[] {
  return GENRE_MODELS.map((model) => classesOf(track, model));
}
