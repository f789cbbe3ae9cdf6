import { type Matrix, rowOf, takeRows } from "@interlude/core-numerics";
import {
  type ArtistFidelity,
  type FidelityQuestion,
  type Random,
  artistFidelity,
  keyedRandom,
  rankSpace,
  shuffledIndices,
} from "@interlude/core-tracks";
import type { RealRows } from "./measure.js";

/** Held-out rows that are asked about. */
const MOST_ROWS = 1500;
/** Tracks of either side; of more, the first. */
const MOST_TRACKS = 20;

/**
 * Artist fidelity: rows drawn for held-out tracks, and these themselves, are held against all other real tracks of their
 * artists and those of artists of a track of the same genre that is chosen at random; in ranks among the rows learnt from.
 * @param genre which condition it is
 * @param drawn a row each of `held`, missing where that is
 */
export function fidelityOf(
  learnt: RealRows,
  held: RealRows,
  drawn: Matrix,
  genre: number,
  seed: string,
): ArtistFidelity {
  const toRanks = rankSpace(learnt.table);
  const [ranks, heldRanks, drawnRanks] = [learnt.table, held.table, drawn].map(toRanks);
  const offset = learnt.table.rows;
  const artists = [...learnt.artists, ...held.artists];
  const genres = [...learnt.conditions, ...held.conditions].map((row) => row[genre] ?? null);
  const table: Matrix = {
    rows: offset + held.table.rows,
    columns: held.table.columns,
    values: Float64Array.from([...ranks!.values, ...heldRanks!.values]),
  };
  const tracksOf = groupsOf(artists);
  const ofGenre = groupsOf(genres.map((each) => [each]));
  const questions: { row: number; own: Matrix; others: Matrix }[] = [];
  const step = Math.max(1, held.table.rows / MOST_ROWS);
  for (let at = 0; Math.floor(at) < held.table.rows; at += step) {
    const row = offset + Math.floor(at);
    const names = artists[row]!;
    const own = tracksOfAll(tracksOf, names).filter((track) => track !== row);
    const random = keyedRandom(`${seed} fidelity ${held.keys[row - offset]!}`);
    const isForeign = (track: number) => !artists[track]!.some((artist) => names.includes(artist));
    const foreign = ofGenre.get(genres[row]!)!.filter(isForeign);
    if (own.length === 0 || foreign.length === 0) continue;
    const others = tracksOfAll(tracksOf, artists[foreign[random.below(foreign.length)]!]!).filter(isForeign);
    questions.push({ row: row - offset, own: take(table, own, random), others: take(table, others, random) });
  }
  const asked = (rows: Matrix): FidelityQuestion[] =>
    questions.map(({ row, ...sides }) => ({ row: rowOf(rows, row), ...sides }));
  return artistFidelity(asked(drawnRanks!), asked(heldRanks!));
}

/** The rows of each name; a row that has a name twice once. */
function groupsOf<Name>(names: readonly (readonly Name[])[]): ReadonlyMap<Name, readonly number[]> {
  const groups = new Map<Name, number[]>();
  for (const [row, own] of names.entries()) {
    for (const name of new Set(own)) {
      const rows = groups.get(name);
      if (rows === undefined) groups.set(name, [row]);
      else rows.push(row);
    }
  }
  return groups;
}

function tracksOfAll(tracks: ReadonlyMap<string, readonly number[]>, artists: readonly string[]): number[] {
  return [...new Set(artists.flatMap((artist) => tracks.get(artist)!))];
}

/** Some rows in random order, so that the first are as good as any. */
function take(table: Matrix, rows: readonly number[], random: Random): Matrix {
  const order = shuffledIndices(rows.length, random).subarray(0, MOST_TRACKS);
  return takeRows(
    table,
    Array.from(order, (at) => rows[at]!),
  );
}
