import { PROFILE_BLOCKS, PROFILE_UNITS, type ProfileSums } from "../profiles/profile-sums.js";
import { genreLabel } from "./artist-profile.js";
import type { ArtistKnowledge } from "./pair-conditions.js";

/** What the tracks of an artist's pairs are drawn for. */
export interface ArtistStanding extends ArtistKnowledge {
  /** Number of collaborators. */
  readonly degree: number;
}

/** Euclidean distance of unit vectors: 0.1 is about six degrees. */
const EMBEDDING = 0.1;
/** Of 100. */
const POPULARITY = 5;
/** Of the logarithm of one more than the collaborators. */
const LOG_DEGREE = 0.25;
/** With how many tracks without a value an artist's own are blended: the profile that a model reads moves less, too. */
const BLENDED_TRACKS = 3;
/** Of the measurements, in their units; of every other feature, which is from 0 to 1, a twentieth. */
const MEASURED: Readonly<Record<string, number>> = { bpm: 5, dynamicComplexity: 1, onsetRate: 0.3 };
const SHARE = 0.05;

/**
 * Whether an artist has moved so far that tracks are to be drawn anew: by more than a threshold of what a model reads, to
 * another genre or decade, or from unknown to known. It is the same whatever model is in use.
 */
export function hasMoved(before: ArtistStanding, now: ArtistStanding): boolean {
  return (
    Math.abs(Math.log1p(before.degree) - Math.log1p(now.degree)) > LOG_DEGREE ||
    differ(before.popularity, now.popularity, POPULARITY) ||
    decadeOf(before.latestYear) !== decadeOf(now.latestYear) ||
    before.embedding.length !== now.embedding.length ||
    distance(before.embedding, now.embedding) > EMBEDDING ||
    genreLabel([before.tracks]) !== genreLabel([now.tracks]) ||
    profileMoved(before.tracks, now.tracks)
  );
}

function differ(before: number | null, now: number | null, threshold: number): boolean {
  if (before === null || now === null) return before !== now;
  return Math.abs(before - now) > threshold;
}

function decadeOf(year: number | null): number | null {
  return year === null ? null : Math.floor(year / 10);
}

function distance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let squares = 0;
  for (let at = 0; at < one.length; at++) squares += (one[at]! - other[at]!) ** 2;
  return Math.sqrt(squares);
}

function profileMoved(before: ProfileSums, now: ProfileSums): boolean {
  return PROFILE_UNITS.some(({ block, scale }, unit) => {
    const blended = ({ sums, counts }: ProfileSums) =>
      sums[unit]! / scale / (counts[PROFILE_BLOCKS.indexOf(block)]! + BLENDED_TRACKS);
    return Math.abs(blended(before) - blended(now)) > (MEASURED[block] ?? SHARE);
  });
}
