import { type SharedColumns, SLOTS } from "./fact-columns.js";

/**
 * So many years after its beginning an artist of which no end is known counts as active. Taking the present year
 * instead would change pairs of which nothing was edited.
 */
const LONGEST_CAREER = 60;

/**
 * Writes a value of each pair of `artist` with one of the first `count` of `others` to `out`: symmetric, and NaN where it
 * is not known. Pairs are scored by the million: one loop a feature, on the columns as they are.
 */
export type FactValues = (
  columns: SharedColumns,
  artist: number,
  others: ArrayLike<number>,
  count: number,
  out: Float64Array,
) => void;

/** How many genres of one are genres of the other, too. In genres; not known where no genre is known of one of them. */
export const sharedGenres: FactValues = ({ genres }, artist, others, count, out) => {
  const own = genres.subarray(artist * SLOTS, (artist + 1) * SLOTS).filter((genre) => genre >= 0);
  if (own.length === 0) {
    out.fill(Number.NaN, 0, count);
    return;
  }
  for (let i = 0; i < count; i += 1) {
    const first = others[i]! * SLOTS;
    let genre = genres[first] ?? -1;
    let shared = genre < 0 ? Number.NaN : 0;
    // Both ascend.
    for (let slot = 0, k = 0; genre >= 0 && k < own.length;) {
      const mine = own[k]!;
      if (mine === genre) shared += 1;
      if (mine <= genre) k += 1;
      if (genre <= mine) {
        slot += 1;
        genre = slot < SLOTS ? genres[first + slot]! : -1;
      }
    }
    out[i] = shared;
  }
};

/**
 * Years from the later beginning to the earlier end, at least 0; without a known end, an artist counts as active for 60
 * years. Not known where one beginning is not.
 */
export const careerOverlap: FactValues = ({ beginYears, endYears }, artist, others, count, out) => {
  const begin = beginYears[artist] ?? Number.NaN;
  const end = endOf(begin, endYears[artist] ?? Number.NaN);
  for (let i = 0; i < count; i += 1) {
    const other = others[i]!;
    const otherBegin = beginYears[other] ?? Number.NaN;
    const otherEnd = endOf(otherBegin, endYears[other] ?? Number.NaN);
    out[i] = Math.max(0, Math.min(end, otherEnd) - Math.max(begin, otherBegin));
  }
};

/** Difference in popularity, in hundredths of all artists: 0 to 1. Not known where one is not. */
export const popularityGap: FactValues = ({ popularities }, artist, others, count, out) => {
  const own = popularities[artist] ?? Number.NaN;
  for (let i = 0; i < count; i += 1) {
    out[i] = Math.round(100 * Math.abs(own - (popularities[others[i]!] ?? Number.NaN))) / 100;
  }
};

/** 1 if both are of one country, else 0. Not known where one is not. */
export const sameCountry: FactValues = ({ countries }, artist, others, count, out) =>
  compareNumbers(countries, artist, others, count, out);

/**
 * 1 if both are in one community of the graph, else 0. Not known where one is not. A community that is computed later
 * changes the value of every pair of an artist that moved, each time with a new record of that artist.
 */
export const sameCommunity: FactValues = ({ communities }, artist, others, count, out) =>
  compareNumbers(communities, artist, others, count, out);

function endOf(begin: number, end: number): number {
  return Number.isNaN(end) ? begin + LONGEST_CAREER : end;
}

/** 1 where two artists have equal numbers, 0 where they have others, NaN where one has -1: not known. */
function compareNumbers(
  numbers: Int32Array,
  artist: number,
  others: ArrayLike<number>,
  count: number,
  out: Float64Array,
): void {
  const own = numbers[artist] ?? -1;
  for (let i = 0; i < count; i += 1) {
    const other = numbers[others[i]!] ?? -1;
    if (own < 0 || other < 0) out[i] = Number.NaN;
    else out[i] = own === other ? 1 : 0;
  }
}
