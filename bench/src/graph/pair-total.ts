import type { NeighbourLists } from "@interlude/core-graph";
import { TwoHopPairs } from "@interlude/core-links";

/** Result of a sweep: the number of pairs at distance two, and Σ Adamic–Adar, so that the work cannot be optimised away. */
export interface PairTotal {
  readonly pairs: number;
  readonly adamicAdar: number;
}

/** Common neighbours, Adamic–Adar and preferential attachment of every pair once whose smaller id is in a range. */
export function sweepPairs(
  lists: NeighbourLists,
  sweep: TwoHopPairs = new TwoHopPairs(lists),
  from = 0,
  to = lists.artistCount,
): PairTotal {
  let pairs = 0;
  let total = 0;
  for (let artist = from; artist < to; artist += 1) {
    sweep.enumerate(artist, "larger ids");
    const { count, adamicAdar } = sweep.candidates;
    for (let i = 0; i < count; i += 1) total += adamicAdar[i]!;
    pairs += count;
  }
  return { pairs, adamicAdar: total };
}
