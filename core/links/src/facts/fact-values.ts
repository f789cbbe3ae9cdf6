import type { ArtistFacts } from "./artist-facts.js";

/**
 * So many years after its beginning an artist of which no end is known counts as active. Taking the present year
 * instead would change pairs of which nothing was edited.
 */
const LONGEST_CAREER = 60;

/**
 * Shared genres: how many genres of a are genres of b, too. Unit: genres. NaN where no genre is known of one of them.
 * Symmetric. Source: genres by votes of `catalog.artists`; shared attributes as in Hasan et al. 2006.
 */
export function sharedGenres(facts: ArtistFacts, a: number, b: number): number {
  if (facts.genreCount(a) === 0 || facts.genreCount(b) === 0) return Number.NaN;
  return facts.sharedGenreCount(a, b);
}

/**
 * Career overlap: years from the later beginning to the earlier end of the two, at least 0; without a known end, an
 * artist counts as active for 60 years. Unit: years. NaN where one beginning is not known. Symmetric. Source: begin and
 * end years of `catalog.artists`: birth and death of a person, foundation and dissolution of a group.
 */
export function careerOverlap(facts: ArtistFacts, a: number, b: number): number {
  const start = Math.max(facts.beginYear(a), facts.beginYear(b));
  return Math.max(0, Math.min(endOf(facts, a), endOf(facts, b)) - start);
}

/**
 * Popularity gap: |popularity(a) − popularity(b)|, both as percentiles. Unit: share of artists, 0 to 1. NaN where one
 * is not known. Symmetric. Source: `popularityPercentile` of `catalog.artists`; partners of equal standing find each
 * other (assortative mixing, Newman 2002).
 */
export function popularityGap(facts: ArtistFacts, a: number, b: number): number {
  return Math.abs(facts.popularity(a) - facts.popularity(b));
}

/**
 * Same country: 1 if both are of one country, else 0. Unit: none. NaN where one is not known. Symmetric. Source:
 * `country` of `catalog.artists`; homophily (McPherson, Smith-Lovin & Cook 2001).
 */
export function sameCountry(facts: ArtistFacts, a: number, b: number): number {
  return sameNumber(facts.country(a), facts.country(b));
}

/**
 * Same community: 1 if both are in one Louvain community of the graph, else 0. Unit: none. NaN where one is not known.
 * Symmetric. Source: `community` of `graph.artists`; Soundarajan & Hopcroft 2012. A community computed later changes
 * the value of every pair of an artist that moved, each time with a new record of that artist.
 */
export function sameCommunity(facts: ArtistFacts, a: number, b: number): number {
  return sameNumber(facts.community(a), facts.community(b));
}

function endOf(facts: ArtistFacts, artist: number): number {
  const end = facts.endYear(artist);
  return Number.isNaN(end) ? facts.beginYear(artist) + LONGEST_CAREER : end;
}

/** 1 for equal numbers, 0 for others, NaN where one is -1: not known. */
function sameNumber(x: number, y: number): number {
  return x < 0 || y < 0 ? Number.NaN : Number(x === y);
}
