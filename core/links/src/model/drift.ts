import type { GraphWorld } from "../candidates.js";
import type { LinkModel } from "../link-model.js";
import { sigmoid } from "../logistic-model.js";
import { PairScorer, walksOf } from "../pair-scorer.js";
import { byFirst } from "../pairs/by-first.js";
import { TwoHopPairs } from "../pairs/two-hop-pairs.js";

/** Fewer new collaborations than this say nothing. */
const LEAST_PAIRS = 100;
/** Standard errors by which the mean must lie above: it is looked at after every epoch. */
const ERRORS = 3;

/** How much new collaborations surprised a model: −ln(probability) of each, in nats, summed up. */
export interface Surprise {
  readonly pairs: number;
  readonly loss: number;
  readonly squares: number;
}

/**
 * How much collaborations surprise a model, each scored as if its edge were not there; those without a common neighbour,
 * which no model could foresee, are left out.
 * @param pairs edges of the graph, by id
 */
export function surpriseOf(
  world: GraphWorld,
  model: LinkModel,
  pairs: readonly (readonly [number, number])[],
): Surprise {
  const twoHop = new TwoHopPairs(world.graph, walksOf(model));
  const scorer = new PairScorer(model);
  const sums = { pairs: 0, loss: 0, squares: 0 };
  for (const [artist, indices] of byFirst(pairs)) {
    const others = indices.map((index) => pairs[index]![1]);
    twoHop.to(artist, others);
    const logits = scorer.score(twoHop.selected, world);
    for (let i = 0; i < others.length; i += 1) {
      if (twoHop.selected.commonNeighbours[i] === 0) continue;
      const loss = -Math.log(Math.max(sigmoid(logits[i]!), Number.MIN_VALUE));
      sums.pairs += 1;
      sums.loss += loss;
      sums.squares += loss * loss;
    }
  }
  return sums;
}

/** Whether new collaborations surprise a model clearly more than those did that were known when it was trained. */
export function hasDrifted({ pairs, loss, squares }: Surprise, { knownRecall }: LinkModel): boolean {
  if (knownRecall === null || pairs < LEAST_PAIRS) return false;
  const mean = loss / pairs;
  const variance = Math.max(0, squares / pairs - mean * mean);
  return mean - ERRORS * Math.sqrt(variance / pairs) > knownRecall.meanLogLoss;
}
