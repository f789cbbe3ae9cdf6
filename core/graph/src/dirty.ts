import type { AdjacencyIndex, EdgeChange } from "./adjacency-index.js";
import { closedNeighbourhood } from "./neighbourhood.js";

const NOBODY = new Int32Array(0);

/**
 * The artists whose pairs to look at again after the edge a–b changed, in ascending order of id: every pair
 * whose link features (common neighbours, Adamic–Adar, preferential attachment) or status (known, candidate,
 * neither) changed has at least one end among them, and each of them is in such a pair.
 *
 * Inserting or removing a–b changes the status of (a, b); the common neighbours of either end with the other's
 * neighbours, and the preferential attachment of every pair of either end (all have that end); and, since the
 * degree of an end moved, the Adamic–Adar of every two of its neighbours. Hence {a, b} ∪ N(a) ∪ N(b). The
 * features do not look at weights, so a changed weight makes nobody dirty.
 *
 * Ask right after the change was applied (before works as well: the set is the same).
 */
export function dirtyArtists(
  adjacency: AdjacencyIndex,
  a: number,
  b: number,
  change: EdgeChange | "removed",
): Int32Array {
  return change === "inserted" || change === "removed" ? closedNeighbourhood(adjacency, a, b) : NOBODY;
}
