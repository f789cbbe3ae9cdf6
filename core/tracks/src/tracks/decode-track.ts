import { failedRowChecks } from "../table/failed-row-checks.js";
import { keyName } from "./circle-of-fifths.js";
import { DESCRIPTORS, MOODS } from "./classifier-columns.js";
import { genreOf } from "./genre-components.js";
import { type GenreShare, genreMix } from "./genre-names.js";
import { type TrackSpace, namedRow } from "./track-space.js";

/** What a track vector says, for people. What the space has no column for, or a real track lacks, is null or left out. */
export interface DecodedTrack {
  /** Beats a minute. */
  readonly tempo: number | null;
  /** As `F♯ minor`; without the mode if the space has none. */
  readonly key: string | null;
  /** The genres with the largest shares, at most five of at least 5% each. */
  readonly genres: readonly GenreShare[];
  /** Probability of each of the seven moods, by name. */
  readonly moods: Readonly<Record<string, number>>;
  /** The likeliest of the five mood clusters. */
  readonly moodCluster: { readonly name: string; readonly probability: number } | null;
  readonly timbre: "bright" | "dark" | null;
  readonly voice: "instrumental" | "female voice" | "male voice" | "voice" | null;
  /** The other numbers by column: danceability, loudness … */
  readonly attributes: Readonly<Record<string, number>>;
  /** Checks that the vector fails (see `failedRowChecks`); empty is good. */
  readonly checks: readonly string[];
}

const MOST_GENRES = 5;
const SMALLEST_SHARE = 0.05;
const ATTRIBUTES = ["danceability", "tonal", "average_loudness", "dynamic_complexity", "onset_rate"];
const MOOD_NAMES = DESCRIPTORS.filter(({ model }) => model.startsWith("mood_")).map(({ name }) => name);

/**
 * Says a track vector in words.
 * @param row a number a column of the space
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function decodeTrack(track: TrackSpace, row: ArrayLike<number>): DecodedTrack {
  const values = Object.fromEntries(
    Object.entries(namedRow(track.space, row)).filter(([, value]) => !Number.isNaN(value)),
  );
  const valueOf = (name: string): number | null => values[name] ?? null;
  const some = (names: readonly string[]) =>
    Object.fromEntries(names.filter((name) => name in values).map((name) => [name, values[name]!]));
  const [key, mode, bright] = [valueOf("key"), valueOf("mode"), valueOf("bright")];
  const clusters = MOODS.flatMap(([name]) => (name in values ? [{ name, probability: values[name]! }] : []));
  return {
    tempo: valueOf("bpm"),
    key: key === null ? null : [keyName(key), ...modeName(mode)].join(" "),
    genres: genresOf(track, row),
    moods: some(MOOD_NAMES),
    moodCluster: clusters.toSorted((one, other) => other.probability - one.probability)[0] ?? null,
    timbre: bright === null ? null : bright >= 0.5 ? "bright" : "dark",
    voice: voiceOf(valueOf("instrumental"), valueOf("female_voice")),
    attributes: some(ATTRIBUTES),
    checks: failedRowChecks(track.space, row),
  };
}

function modeName(mode: number | null): string[] {
  return mode === null ? [] : [mode >= 0.5 ? "major" : "minor"];
}

function voiceOf(instrumental: number | null, female: number | null): DecodedTrack["voice"] {
  if (instrumental === null) return null;
  if (instrumental >= 0.5) return "instrumental";
  if (female === null) return "voice";
  return female >= 0.5 ? "female voice" : "male voice";
}

function genresOf({ space, genre }: TrackSpace, row: ArrayLike<number>): GenreShare[] {
  if (genre === null) return [];
  const from = space.columns.findIndex(({ block }) => block === "genre");
  const components = Array.from(genre.components, (_, k) => row[from + k]!);
  if (components.some(Number.isNaN)) return [];
  return genreMix(genreOf(genre, components))
    .filter(({ share }) => share >= SMALLEST_SHARE)
    .slice(0, MOST_GENRES);
}
