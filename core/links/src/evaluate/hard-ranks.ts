import type { Pair } from "../graph-features/undirected-graph.js";
import { type LogisticModel, linearScore } from "../logistic-model.js";
import { GRAPH_FEATURES, writeFeatures } from "../graph-features/graph-features.js";
import type { WindowGraph } from "./labelled-pairs.js";

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
  let sum = 0;
  let edges = 0;
  for (const [a, b] of ranked) {
    const one = scoresFrom(window, model, [a, b]);
    const other = scoresFrom(window, model, [b, a]);
    const negatives = [...one.negatives, ...other.negatives];
    if (negatives.length === 0) continue;
    const above = negatives.filter((score) => score > one.positive).length;
    const equal = negatives.filter((score) => score === one.positive).length;
    sum += 1 / (1 + above + equal / 2);
    edges += 1;
  }
  return edges === 0 ? null : sum / edges;
}

function scoresFrom(
  window: WindowGraph,
  model: LogisticModel,
  [from, to]: Pair,
): { positive: number; negatives: number[] } {
  const row = new Float64Array(GRAPH_FEATURES.length);
  const { sums } = window;
  sums.start(from);
  const scoreOf = (vertex: number): number => {
    writeFeatures(sums.to(vertex), row);
    return linearScore(model, row);
  };
  const hardest = sums
    .atDistanceTwo()
    .filter((vertex) => window.isNonEdge([from, vertex]))
    .map((vertex) => ({ vertex, weight: sums.to(vertex).resourceAllocation }))
    .sort((x, y) => y.weight - x.weight || x.vertex - y.vertex)
    .slice(0, NEGATIVES_AN_END);
  return { positive: scoreOf(to), negatives: hardest.map(({ vertex }) => scoreOf(vertex)) };
}
