import type { CatalogArtist, GraphArtist } from "@interlude/contracts";
import type { AdjacencyIndex } from "@interlude/core-graph";
import { ArtistFacts, AttributeCells, type FactsOfArtist } from "@interlude/core-links";
import { catalogueFactsOf, communityOf } from "../facts/facts-of-records.js";

/** The records that facts of artists come from, by MBID. */
export interface PublishedArtists {
  readonly catalogue: ReadonlyMap<string, CatalogArtist>;
  readonly artists: ReadonlyMap<string, GraphArtist>;
}

/** Facts that features read of every artist, as the published records have them. */
export function publishedFacts({ catalogue, artists }: PublishedArtists): Map<string, FactsOfArtist> {
  const facts = new Map<string, FactsOfArtist>();
  for (const artist of new Set([...catalogue.keys(), ...artists.keys()])) {
    const known = catalogueFactsOf(catalogue.get(artist) ?? null);
    facts.set(artist, { ...known, community: communityOf(artists.get(artist) ?? null) });
  }
  return facts;
}

/**
 * The same by the ids of a graph's artists, and which of these are of equal attributes. Artists with genres get an id: they
 * may have cold-start pairs.
 */
export function publishedFactsOf(
  adjacency: AdjacencyIndex,
  published: PublishedArtists,
): { readonly facts: ArtistFacts; readonly cells: AttributeCells } {
  const [facts, cells] = [new ArtistFacts(), new AttributeCells()];
  for (const [artist, known] of publishedFacts(published)) {
    const id = known.genres.length > 0 ? adjacency.intern(artist) : adjacency.mbids.find(artist);
    if (id < 0) continue;
    facts.set(id, known);
    cells.set(id, known);
  }
  return { facts, cells };
}
