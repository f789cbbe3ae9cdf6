import type { FactsOfArtist } from "@interlude/core-links";
import { type CheckResult, type Queries, canonical, compare } from "@interlude/infra-checks";
import { type PublishedArtists, publishedFacts } from "./published-facts.js";

/** The facts of artists that scoring keeps against the records that they come from. */
export async function verifyArtistFacts(
  operator: Queries,
  published: PublishedArtists,
): Promise<CheckResult> {
  const expected = new Map<string, string>();
  for (const [artist, facts] of publishedFacts(published)) note(expected, artist, facts);
  const actual = new Map<string, string>();
  for await (const { artist, ...facts } of operator.stream<FactsOfArtist & { readonly artist: string }>(
    `select artist, genres, begin_year as "beginYear", end_year as "endYear", popularity, country, community
     from scoring.artist_facts`,
  )) {
    note(actual, artist, facts);
  }
  return compare("facts of artists", expected, actual);
}

/** Notes an artist's facts in words; one of whom nothing is known may have a row or none. */
function note(facts: Map<string, string>, artist: string, known: FactsOfArtist): void {
  const { genres, ...others } = known;
  const isUnknown = genres.length === 0 && Object.values(others).every((value) => value === null);
  if (!isUnknown) facts.set(artist, canonical({ ...known }));
}
