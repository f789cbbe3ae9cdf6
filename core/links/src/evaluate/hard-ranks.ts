import type { LogisticModel } from "../logistic-model.js";
import { PairScorer } from "../pair-scorer.js";
import { TwoHopPairs } from "../pairs/two-hop-pairs.js";
import type { Pair } from "../windows/undirected-graph.js";
import type { WindowGraph } from "../windows/window-graph.js";

/** Hard negatives an end of a held-out edge. */
const NEGATIVES_AN_END = 50;
/** Held-out edges that are ranked at most, evenly taken. */
const RANKED = 500;

/**
 * Mean reciprocal rank of held-out edges, each among hard negatives of its own, after HeaRT (Li et al. 2023): for either
 * end the 50 pairs at distance two of highest resource allocation that are no edges. Ties count half. Null without
 * any such negative.
 */
export function meanReciprocalRank(window: WindowGraph, model: LogisticModel): number | null {
  const step = Math.ceil(window.positives.length / RANKED);
  const ranked = window.positives.filter((_, i) => i % step === 0);
  const hardPairs = new HardPairs(window, model);
  let sum = 0;
  let edges = 0;
  for (const [a, b] of ranked) {
    const one = hardPairs.scoresFrom([a, b]);
    const other = hardPairs.scoresFrom([b, a]);
    const negatives = [...one.negatives, ...other.negatives];
    if (negatives.length === 0) continue;
    const above = negatives.filter((score) => score > one.positive).length;
    const equal = negatives.filter((score) => score === one.positive).length;
    sum += 1 / (1 + above + equal / 2);
    edges += 1;
  }
  return edges === 0 ? null : sum / edges;
}

class HardPairs {
  readonly #pairs: TwoHopPairs;
  readonly #scorer: PairScorer;

  constructor(
    private readonly window: WindowGraph,
    model: LogisticModel,
  ) {
    this.#pairs = new TwoHopPairs(window.graph, { threeStepPaths: true, amongCommon: true });
    this.#scorer = new PairScorer(model);
  }

  /** Logits of a held-out pair and of the hard negatives of its first end. */
  scoresFrom([from, to]: Pair): { positive: number; negatives: number[] } {
    this.#pairs.enumerate(from);
    const { others, resourceAllocation, count } = this.#pairs.candidates;
    const hardest = Array.from({ length: count }, (_, i) => i)
      .filter((i) => this.window.isNonEdge([from, others[i]!]))
      .sort((i, j) => resourceAllocation[j]! - resourceAllocation[i]! || others[i]! - others[j]!)
      .slice(0, NEGATIVES_AN_END)
      .map((i) => others[i]!);
    this.#pairs.to(from, [to, ...hardest]);
    const [positive, ...negatives] = this.#scorer
      .score(this.#pairs.selected, this.window.world)
      .subarray(0, 1 + hardest.length);
    return { positive: positive!, negatives };
  }
}
