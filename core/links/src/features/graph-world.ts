import type { CollaborationGraph } from "@interlude/core-graph";
import type { AttributeCells } from "../cold-start/attribute-cells.js";
import type { GraphWorld } from "../candidates.js";
import type { ArtistFacts } from "../facts/artist-facts.js";
import { EmbeddingCosine } from "./embedding-cosine.js";
import { Recency } from "./recency.js";

/**
 * What features are computed from on a state of the collaboration graph. Valid until the graph changes.
 * @param asOf the date from which recency counts, that of the model
 * @param facts facts by the graph's ids of artists; null where nothing is known beside the graph
 * @param cells artists of equal attributes by the same ids, for cold-start pairs; null finds none
 */
export function worldOf(
  graph: CollaborationGraph,
  asOf: number,
  facts: ArtistFacts | null,
  cells: AttributeCells | null = null,
): GraphWorld {
  const { adjacency } = graph;
  const cosine = new EmbeddingCosine(graph);
  return {
    graph: adjacency,
    recency: Recency.ofGraph(adjacency, asOf),
    cosine: (a, b) => cosine.of(a, b),
    facts,
    cells,
  };
}
