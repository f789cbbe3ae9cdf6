import type { GraphWorld } from "../candidates.js";
import type { DecisionThreshold, LinkModel } from "../link-model.js";
import { sigmoid } from "../logistic-model.js";
import { PairScorer, walksOf } from "../pair-scorer.js";
import { TwoHopPairs } from "../pairs/two-hop-pairs.js";

/** How many known collaborations a model finds by itself, each scored with its own edge hidden. */
export interface KnownRecall {
  readonly known: number;
  /** Those with a common neighbour, which alone the model could find. */
  readonly withCommonNeighbours: number;
  /** Mean −ln(probability) of those, in nats; 0 if there are none. */
  readonly meanLogLoss: number;
  readonly points: readonly (DecisionThreshold & { readonly found: number })[];
}

/**
 * Scores every edge of a graph as if it were not there. Of a session's clique the other edges stay: this is what the
 * model says of what is known, and no measure of prediction.
 * @param thresholds at which to count what the model finds
 */
export function knownRecall(
  world: GraphWorld,
  model: LinkModel,
  thresholds: readonly DecisionThreshold[],
): KnownRecall {
  const { graph } = world;
  const pairs = new TwoHopPairs(graph, walksOf(model));
  const scorer = new PairScorer(model);
  const found = thresholds.map(() => 0);
  let [known, near, loss] = [0, 0, 0];
  for (let artist = 0; artist < graph.artistCount; artist += 1) {
    const others = graph.neighboursOf(artist).filter((other) => other > artist);
    pairs.to(artist, others);
    const logits = scorer.score(pairs.selected, world);
    known += others.length;
    for (let i = 0; i < others.length; i += 1) {
      if (pairs.selected.commonNeighbours[i] === 0) continue;
      const probability = sigmoid(logits[i]!);
      near += 1;
      loss -= Math.log(Math.max(probability, Number.MIN_VALUE));
      thresholds.forEach((threshold, at) => (found[at]! += Number(probability >= threshold.probability)));
    }
  }
  return {
    known,
    withCommonNeighbours: near,
    meanLogLoss: near === 0 ? 0 : loss / near,
    points: thresholds.map((threshold, at) => ({ ...threshold, found: found[at]! })),
  };
}
