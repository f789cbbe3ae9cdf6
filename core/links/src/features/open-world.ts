import type { OpenLists } from "@interlude/core-graph";
import { ArtistFacts, type SharedFacts } from "../facts/artist-facts.js";
import type { PairWorld } from "./pair-world.js";
import { Recency } from "./recency.js";

/**
 * What the fitted features are computed from in a worker thread, on a graph and facts of another thread. Valid until these
 * change. The cosine of embeddings, which only readers are shown, is not known there.
 * @param asOf the date from which recency counts, that of the model
 */
export function openWorld(graph: OpenLists, asOf: number, facts: SharedFacts): PairWorld {
  return {
    graph,
    recency: new Recency(graph.artistCount, asOf, (artist, visit) =>
      graph.forEachFirstRecording(artist, visit),
    ),
    cosine: null,
    facts: new ArtistFacts(facts),
  };
}
