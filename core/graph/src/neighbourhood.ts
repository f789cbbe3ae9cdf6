import type { AdjacencyIndex } from "./adjacency-index.js";

/**
 * The two ends of a pair and all their neighbours, in ascending order of id: {a, b} ∪ N(a) ∪ N(b).
 *
 * The same whether it is asked just before or just after the edge a–b is inserted or removed, since the only
 * neighbours that come or go are the ends themselves. Costs O(degree(a) + degree(b)).
 */
export function closedNeighbourhood(adjacency: AdjacencyIndex, a: number, b: number): Int32Array {
  const degreeA = adjacency.degree(a);
  const degreeB = adjacency.degree(b);
  const union = new Int32Array(degreeA + degreeB + 2);
  union.set([a, b]);
  const startA = adjacency.listStart(a);
  const startB = adjacency.listStart(b);
  union.set(adjacency.listBlock(a).subarray(startA, startA + degreeA), 2);
  union.set(adjacency.listBlock(b).subarray(startB, startB + degreeB), 2 + degreeA);
  union.sort();
  let kept = 0;
  for (const artist of union) {
    if (kept === 0 || union[kept - 1] !== artist) {
      union[kept] = artist;
      kept += 1;
    }
  }
  return union.slice(0, kept);
}
