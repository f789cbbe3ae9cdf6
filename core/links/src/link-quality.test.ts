import { mix32 } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { precisionRecallCurve, rocAuc } from "./evaluation.js";
import { featuresOf } from "./features/link-features.js";
import { TwoHopPairs } from "./pairs/two-hop-pairs.js";
import { realEdges } from "./testing/shared-data.js";
import { type Pair, UndirectedGraph } from "./windows/undirected-graph.js";

/**
 * Published AUC × 100 (Zhang & Chen 2018, table 1; jazz measured alike): 10% of the links held out, as many random
 * non-links, ten splits. What the fitted model reaches is in evaluate-links.test.ts.
 */
const ANCHORS = [
  {
    graph: "jazz",
    commonNeighbours: 95.5,
    adamicAdar: 96.2,
    preferentialAttachment: 77.1,
    resourceAllocation: 97,
  },
  {
    graph: "NS",
    commonNeighbours: 94.42,
    adamicAdar: 94.45,
    preferentialAttachment: 68.65,
    resourceAllocation: 94.45,
  },
  {
    graph: "USAir",
    commonNeighbours: 93.8,
    adamicAdar: 95.06,
    preferentialAttachment: 88.84,
    resourceAllocation: 95.77,
  },
  {
    graph: "Celegans",
    commonNeighbours: 85.13,
    adamicAdar: 86.95,
    preferentialAttachment: 74.79,
    resourceAllocation: 87.49,
  },
] as const;
/** The paper's own spread over splits reaches 1.4 points; its random pairs are not ours. */
const TOLERANCE = 3;
const SPLITS = 5;
const FEATURES = ["commonNeighbours", "adamicAdar", "preferentialAttachment", "resourceAllocation"] as const;

/** One split of the protocol: AUC of each feature alone. */
function aucOfSplit(edges: readonly Pair[], split: number): Record<(typeof FEATURES)[number], number> {
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
  const graph = new UndirectedGraph(vertices, order.slice(held));
  const links = order.slice(0, held);
  const pairs = [...links, ...links.map(nonLink)];
  const labels = Uint8Array.from(pairs, (_, i) => (i < links.length ? 1 : 0));
  const pairsOf = new TwoHopPairs(graph);
  const features = pairs.map(([a, b]) => {
    pairsOf.to(a, [b]);
    return featuresOf(pairsOf.selected, { graph, recency: null, cosine: null, facts: null })[0]!;
  });
  const aucOf = (name: (typeof FEATURES)[number]): number =>
    100 *
    rocAuc(
      precisionRecallCurve(
        features.map((one) => one[name]),
        labels,
      ),
    );
  return Object.fromEntries(FEATURES.map((name) => [name, aucOf(name)])) as Record<
    (typeof FEATURES)[number],
    number
  >;
}

describe.each(ANCHORS)(
  "AUC of single features on $graph by the protocol of SEAL",
  ({ graph, ...anchors }) => {
    const edges = realEdges(graph);

    it.skipIf(edges === null)("agrees with the published figures (needs shared data: graphs)", () => {
      const splits = Array.from({ length: SPLITS }, (_, split) => aucOfSplit(edges!, split));
      for (const name of FEATURES) {
        const mean = splits.reduce((sum, aucs) => sum + aucs[name], 0) / SPLITS;
        // Preferential attachment varies most between ways to draw the non-links.
        const tolerance = name === "preferentialAttachment" ? 3 * TOLERANCE : TOLERANCE;
        expect(Math.abs(mean - anchors[name])).toBeLessThan(tolerance);
      }
    });
  },
);
