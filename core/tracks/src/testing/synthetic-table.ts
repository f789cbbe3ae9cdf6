import { type Matrix, zeros } from "@interlude/core-numerics";
import type { ConditionDeclaration, ConditionRow } from "../conditions/conditions.js";
import { type Random, keyedRandom } from "../random.js";
import { parseTableSpace } from "../table/parse-table-space.js";
import type { TableSpace } from "../table/table-space.js";

/** A table of made-up tracks with what generators have to learn; row i of each list belongs to one track. */
export interface SyntheticTable {
  readonly space: TableSpace;
  readonly table: Matrix;
  readonly declarations: readonly ConditionDeclaration[];
  /** Genre, popularity (0 to 100, sometimes unknown), decade. */
  readonly conditions: readonly ConditionRow[];
  /** Who made the track, about eight tracks each, all in one genre. */
  readonly artists: readonly string[];
}

const DECLARATIONS: readonly ConditionDeclaration[] = [
  { name: "genre", kind: "category" },
  { name: "popularity", kind: "number" },
  { name: "decade", kind: "number" },
];

const number = (name: string, lower: number, upper: number, more: object = {}) => ({
  name,
  lower,
  upper,
  ...more,
});
const share = (name: string) => ({ name, block: "moods", kind: "share", lower: 0, upper: 1 });

const SPACE = parseTableSpace(
  JSON.stringify({
    name: "made-up tracks",
    columns: [
      number("bpm", 40, 240, { unit: "beats a minute" }),
      number("key", 0, 12, { period: 12, integer: true }),
      number("loudness", 0, 1),
      number("onset_rate", 0, 20, { unit: "a second" }),
      number("danceability", 0, 1),
      number("instrumental", 0, 1),
      number("acousticness", 0, 1),
      ...["calm", "bright", "dark"].map(share),
    ],
  }),
);

interface Genre {
  readonly name: string;
  readonly weight: number;
  readonly energy: number;
  readonly tempo: number;
  /** Share of tracks whose instrumentalness is exactly 0. */
  readonly sung: number;
  readonly key: number;
}

const GENRES: readonly Genre[] = [
  { name: "ambient", weight: 1, energy: -1.4, tempo: 84, sung: 0.05, key: 9 },
  { name: "folk", weight: 3, energy: -0.8, tempo: 104, sung: 0.75, key: 1 },
  { name: "house", weight: 3, energy: 0.6, tempo: 125, sung: 0.4, key: 5 },
  { name: "metal", weight: 2, energy: 1.4, tempo: 140, sung: 0.6, key: 11 },
  { name: "pop", weight: 4, energy: 0.4, tempo: 116, sung: 0.9, key: 2 },
];

/**
 * `count` tracks of five genres. Tempo has a second mode at its double; energy ties tempo, loudness, onsets and
 * acousticness together, not linearly; danceability rises with popularity and loudness with the decade; artists differ
 * within their genre; instrumentalness is exactly 0 for many; loudness stops at 1; a tenth of the onset rates and a
 * twentieth of the mood blocks are missing; the key gathers round the genre's, across the circle's end.
 */
export function syntheticTable(count: number, seed: string): SyntheticTable {
  const random = keyedRandom(`synthetic table ${seed}`);
  const table = zeros(count, SPACE.columns.length);
  const conditions: ConditionRow[] = [];
  const artists: string[] = [];
  const roster = Array.from({ length: Math.ceil(count / 8) }, () => drawArtist(random));
  for (let row = 0; row < count; row++) {
    const at = random.below(roster.length);
    const artist = roster[at]!;
    const decade = 1960 + 10 * random.below(7);
    conditions.push([artist.genre.name, artist.popularity, decade]);
    artists.push(`artist-${at}`);
    table.values.set(drawTrack(artist, decade, random), row * table.columns);
  }
  return { space: SPACE, table, declarations: DECLARATIONS, conditions, artists };
}

interface Artist {
  readonly genre: Genre;
  readonly popularity: number | null;
  readonly energy: number;
  readonly dance: number;
  readonly calm: number;
}

function drawArtist(random: Random): Artist {
  const total = GENRES.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.uniform() * total;
  const genre = GENRES.find(({ weight }) => (left -= weight) < 0)!;
  return {
    genre,
    popularity: random.uniform() < 0.1 ? null : random.below(101),
    energy: 0.5 * random.normal(),
    dance: 0.5 * random.normal(),
    calm: 0.7 * random.normal(),
  };
}

function drawTrack(artist: Artist, decade: number, random: Random): number[] {
  const { genre, popularity } = artist;
  const energy = genre.energy + artist.energy + 0.6 * random.normal();
  const beat = genre.tempo * Math.exp(0.05 * energy + 0.08 * random.normal());
  const bpm = random.uniform() < 0.15 ? beat * (beat > 110 ? 0.5 : 2) : beat;
  const loudness = 0.75 + 0.12 * energy + 0.03 * ((decade - 1990) / 10) + 0.08 * random.normal();
  const dance = 0.9 * artist.dance + 1.2 * ((popularity ?? 50) / 50 - 1) - 0.4 * Math.abs(energy - 0.5);
  const moods = [-energy + artist.calm, 0.5 * energy + dance, 0.4 * energy - dance].map((mood) =>
    Math.exp(mood + 0.4 * random.normal()),
  );
  const sum = moods.reduce((total, mood) => total + mood, 0);
  const masked = random.uniform() < 0.05;
  return [
    within(bpm, 40, 240),
    ((Math.round(genre.key + 1.8 * random.normal()) % 12) + 12) % 12,
    within(loudness, 0, 1),
    random.uniform() < 0.1 ? Number.NaN : within(3 + energy + 0.02 * (bpm - 110) + random.normal(), 0, 20),
    logistic(dance + 0.5 * random.normal()),
    random.uniform() < genre.sung ? 0 : logistic(1.5 - 0.5 * energy + random.normal()),
    logistic(-1.8 * energy + 0.5 * energy * energy + 0.7 * random.normal()),
    ...moods.map((mood) => (masked ? Number.NaN : mood / sum)),
  ];
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function within(value: number, lower: number, upper: number): number {
  return Math.min(Math.max(value, lower), upper);
}
