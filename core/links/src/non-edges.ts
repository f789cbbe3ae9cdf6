import { mix32 } from "@interlude/core-numerics";
import type { AdjacencyIndex } from "@interlude/core-graph";

/** Fixed, so that the same graph always gives the same sample. */
const SEED = 0x2c9277b5;
/** Pairs to sample for each that is wanted; a graph so dense that this does not suffice gives fewer. */
const DRAWS_A_PAIR = 20;

/**
 * As many pairs of artists as there are links to predict, drawn uniformly from those that are neither joined in
 * the graph nor among the links: the negatives of the literature's balanced protocol.
 * @param numberOf one number for an unordered pair of ids
 */
export function sampleNonEdges(
  graph: AdjacencyIndex,
  links: ReadonlySet<number>,
  numberOf: (a: number, b: number) => number,
): Set<number> {
  const sampled = new Set<number>();
  const artists = graph.artistCount;
  for (let draw = 0; sampled.size < links.size && draw < links.size * DRAWS_A_PAIR; draw += 1) {
    const a = below(artists, mix32(SEED + 2 * draw));
    const b = below(artists, mix32(SEED + 2 * draw + 1));
    if (a === b || graph.hasEdge(a, b)) continue;
    const pair = numberOf(a, b);
    if (!links.has(pair)) sampled.add(pair);
  }
  return sampled;
}

/** A hash of 32 bits as an integer from 0 to bound - 1. */
function below(bound: number, hash: number): number {
  return Math.floor(((hash >>> 0) / 2 ** 32) * bound);
}
