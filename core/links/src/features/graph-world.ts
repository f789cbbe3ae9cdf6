import type { CollaborationGraph } from "@interlude/core-graph";
import { EMBEDDING_DIMENSION } from "@interlude/core-graph";
import type { AttributeCells } from "../cold-start/attribute-cells.js";
import type { GraphWorld } from "../candidates.js";
import type { ArtistFacts } from "../facts/artist-facts.js";
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
  const [first, second] = [new Float32Array(EMBEDDING_DIMENSION), new Float32Array(EMBEDDING_DIMENSION)];
  let read = -1;
  let own: Float32Array = first;
  return {
    graph: adjacency,
    recency: Recency.ofGraph(adjacency, asOf),
    cosine: (a, b) => {
      // Of many pairs of one artist, its own vector is read once.
      if (a !== read) own = graph.embeddingOf(a, first);
      read = a;
      return cosineOf(own, graph.embeddingOf(b, second));
    },
    facts,
    cells,
  };
}

/** Cosine of two unit vectors; NaN if one is empty. The same from both ends: products commute, and the order is fixed. */
function cosineOf(x: Float32Array, y: Float32Array): number {
  if (x.length === 0 || y.length === 0) return Number.NaN;
  let sum = 0;
  for (let d = 0; d < x.length; d += 1) sum += x[d]! * y[d]!;
  return sum;
}
