import type { CatalogArtist, GraphArtist } from "@interlude/contracts";
import type { FactsOfArtist } from "@interlude/core-links";

/** What the catalogue says of an artist. */
export type CatalogueFacts = Omit<FactsOfArtist, "community">;

const NOT_IN_CATALOGUE: CatalogueFacts = {
  genres: [],
  beginYear: null,
  endYear: null,
  popularity: null,
  country: null,
};

/** Facts of a record of `catalog.artists`; nothing is known of an artist that was withdrawn (null). */
export function catalogueFactsOf(record: CatalogArtist | null): CatalogueFacts {
  if (record === null) return NOT_IN_CATALOGUE;
  return {
    genres: record.genres.map(({ name }) => name).sort(),
    beginYear: record.beginYear,
    endYear: record.endYear,
    popularity: record.popularityPercentile,
    country: record.country,
  };
}

/** Community of a record of `graph.artists`; null where it is not known. */
export function communityOf(record: GraphArtist | null): number | null {
  return record?.community ?? null;
}
