import { mix32 } from "@interlude/core-numerics";
import { AdjacencyIndex } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import { describe, expect, it } from "vitest";
import { precisionRecallCurve, rocAuc } from "./evaluation.js";
import { FEATURE_COUNT, LINK_FEATURES, featuresOf, transformFeatures } from "./link-features.js";
import type { PairCounts } from "./link-feature.js";
import { linearScore } from "./logistic-model.js";
import { fitLogisticRegression } from "./logistic-regression.js";
import { Recency } from "./recency.js";
import { realEdges } from "./testing/shared-data.js";
import { adamicAdarTerm } from "./two-hop-pairs.js";

type Pair = readonly [number, number];

/**
 * Published AUC × 100 (Zhang & Chen 2018, table 1; jazz measured alike): 10% of the links held out, as many random
 * non-links, ten splits. Our three features against the paper's single heuristics.
 */
const ANCHORS = [
  { graph: "jazz", commonNeighbours: 95.5, adamicAdar: 96.2, preferentialAttachment: 77.1, model: 96.5 },
  { graph: "NS", commonNeighbours: 94.42, adamicAdar: 94.45, preferentialAttachment: 68.65, model: 98.0 },
  { graph: "USAir", commonNeighbours: 93.8, adamicAdar: 95.06, preferentialAttachment: 88.84, model: 95.5 },
  {
    graph: "Celegans",
    commonNeighbours: 85.13,
    adamicAdar: 86.95,
    preferentialAttachment: 74.79,
    model: 85.0,
  },
] as const;
/** The paper's own spread over splits reaches 1.4 points; its random pairs are not ours. */
const TOLERANCE = 3;
const SPLITS = 5;
const SINGLE_FEATURES = ["commonNeighbours", "adamicAdar", "preferentialAttachment"] as const;

function countsOf(graph: AdjacencyIndex, [a, b]: Pair): PairCounts {
  const hidden = graph.hasEdge(a, b) ? 1 : 0;
  const common = graph.commonNeighbours(a, b);
  return {
    commonNeighbours: common.length,
    adamicAdar: common.reduce((sum, u) => sum + adamicAdarTerm(graph.degree(u)), 0),
    preferentialAttachment: (graph.degree(a) - hidden) * (graph.degree(b) - hidden),
  };
}

/** One split of the protocol: AUC of each feature alone and of the model. */
function aucOfSplit(edges: readonly Pair[], split: number): Record<string, number> {
  const vertices = edges.reduce((most, [a, b]) => Math.max(most, a, b), 0) + 1;
  const taken = new Set(edges.map(([a, b]) => Math.min(a, b) * vertices + Math.max(a, b)));
  let draw = split * 1_000_000;
  const nonLink = (): Pair => {
    for (;;) {
      const a = mix32(Math.imul((draw += 1), 0x9e3779b1)) % vertices;
      const b = mix32(Math.imul((draw += 1), 0x9e3779b1)) % vertices;
      const key = Math.min(a, b) * vertices + Math.max(a, b);
      if (a === b || taken.has(key)) continue;
      taken.add(key);
      return [a, b];
    }
  };
  const order = edges
    .map((edge, i) => ({ edge, key: mix32(Math.imul(i + 1, 0x85ebca6b) + split) }))
    .sort((x, y) => x.key - y.key)
    .map(({ edge }) => edge);
  const held = Math.floor(edges.length / 10);
  const graph = new AdjacencyIndex();
  for (let n = 0; n < vertices; n += 1) graph.intern(numberedMbid(n));
  for (const [a, b] of order.slice(held)) graph.setEdge(a, b, 1, 1);
  const half = (links: readonly Pair[]) => {
    const pairs = [...links, ...links.map(nonLink)];
    const labels = Uint8Array.from(pairs, (_, i) => (i < links.length ? 1 : 0));
    return { pairs, counts: pairs.map((pair) => countsOf(graph, pair)), labels };
  };
  const train = half(order.slice(held));
  const test = half(order.slice(0, held));
  // These graphs have no times: as of 0, recency is a constant column, which the model leaves alone.
  const recency = new Recency(graph, 0);
  const rowsOf = ({ pairs, counts }: ReturnType<typeof half>): Float64Array => {
    const rows = new Float64Array(pairs.length * FEATURE_COUNT);
    const values = new Float64Array(FEATURE_COUNT);
    pairs.forEach(([a, b], row) => {
      featuresOf({ a, b, counts: counts[row]!, recency }, values);
      transformFeatures(values, rows, row * FEATURE_COUNT);
    });
    return rows;
  };
  const model = fitLogisticRegression(
    { values: rowsOf(train), columns: FEATURE_COUNT, labels: train.labels },
    { ridge: 1, nonNegative: LINK_FEATURES.map(({ nonNegative }) => nonNegative) },
  );
  const testRows = rowsOf(test);
  const auc = (scores: number[]): number => 100 * rocAuc(precisionRecallCurve(scores, test.labels));
  const alone = SINGLE_FEATURES.map((name) => [name, auc(test.counts.map((c) => c[name]))] as const);
  const combined = auc(test.counts.map((_, row) => linearScore(model, testRows, row * FEATURE_COUNT)));
  return { ...Object.fromEntries(alone), model: combined };
}

describe.each(ANCHORS)("AUC on $graph by the protocol of SEAL", ({ graph, ...anchors }) => {
  const edges = realEdges(graph);

  it.skipIf(edges === null)("agrees with the published figures (needs shared data: graphs)", () => {
    const mean: Record<string, number> = {};
    for (let split = 0; split < SPLITS; split += 1) {
      for (const [name, auc] of Object.entries(aucOfSplit(edges!, split))) {
        mean[name] = (mean[name] ?? 0) + auc / SPLITS;
      }
    }
    for (const name of SINGLE_FEATURES) {
      // Preferential attachment varies most between ways to draw the non-links.
      const tolerance = name === "preferentialAttachment" ? 3 * TOLERANCE : TOLERANCE;
      expect(Math.abs(mean[name]! - anchors[name])).toBeLessThan(tolerance);
    }
    expect(mean["model"]).toBeGreaterThan(anchors.model);
    expect(mean["model"]).toBeGreaterThan(mean["commonNeighbours"]!);
  });
});
