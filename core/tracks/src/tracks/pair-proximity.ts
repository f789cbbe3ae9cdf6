import type { PairProximity } from "./pair-conditions.js";

/** What the graph says of the neighbourhoods of a pair, not counting that the two recorded together. */
export interface PairNeighbourhood {
  readonly commonNeighbours: number;
  readonly adamicAdar: number;
  /** Collaborators of each, without the other. */
  readonly degreeA: number;
  readonly degreeB: number;
}

/** Steps a unit of log(1 + x). */
const STEPS = 4;

/**
 * The proximity that a pair's tracks are drawn for, in coarse steps: what moves less draws nothing anew. It is a function
 * of the graph as it is, not of how it came to be.
 */
export function coarseProximity(pair: PairNeighbourhood): PairProximity {
  const commonNeighbours = coarse(pair.commonNeighbours);
  const [a, b] = [coarse(pair.degreeA), coarse(pair.degreeB)];
  const all = a + b - commonNeighbours;
  return {
    commonNeighbours,
    adamicAdar: coarse(pair.adamicAdar),
    // Rounding may make more common neighbours than there are neighbours.
    jaccard: all > 0 ? Math.min(commonNeighbours / all, 1) : 0,
    preferentialAttachment: a * b,
  };
}

/** The nearest step of log(1 + x); to six decimals, which all machines agree on. */
function coarse(value: number): number {
  return Math.round(1e6 * Math.expm1(Math.round(Math.log1p(value) * STEPS) / STEPS)) / 1e6;
}
