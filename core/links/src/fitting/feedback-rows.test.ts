import { AdjacencyIndex } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LinkModel } from "../link-model.js";
import { PairScorer, walksOf } from "../pair-scorer.js";
import { Recency } from "../features/recency.js";
import { TwoHopPairs } from "../pairs/two-hop-pairs.js";
import { growingWorld } from "../testing/growing-world.js";
import { trainLinkModel } from "../train-link-model.js";
import { type JudgedPair, type TrainingFeedback, stillOpen } from "./feedback-rows.js";

const edges = growingWorld({ artists: 200, events: 1500, closure: 90, seed: 3 });
const joined = new Set(edges.map(({ a, b }) => `${a}:${b}`));
/** Pairs that have not recorded together. */
const open: JudgedPair[] = Array.from({ length: 150 }, (_, n) => ({
  a: numberedMbid(n),
  b: numberedMbid(n + 40),
  isPositive: false,
})).filter(({ a, b }) => !joined.has(`${a}:${b}`));

function trained(feedback?: TrainingFeedback): LinkModel {
  const outcome = trainLinkModel(edges, null, feedback);
  if (outcome.kind !== "trained") throw new Error(outcome.reason);
  return outcome.model;
}

/** Mean logit of pairs on the whole graph. */
function meanLogit(model: LinkModel, pairs: readonly JudgedPair[]): number {
  const graph = new AdjacencyIndex();
  for (const { a, b, firstRecording } of edges) {
    graph.setEdge(graph.intern(a), graph.intern(b), 1, firstRecording);
  }
  const world = { graph, recency: Recency.ofGraph(graph, model.asOf), cosine: null, facts: null };
  const pairsOf = new TwoHopPairs(graph, walksOf(model));
  const scorer = new PairScorer(model);
  const logits = pairs.map(({ a, b }) => {
    pairsOf.to(graph.mbids.find(a), [graph.mbids.find(b)]);
    return scorer.score(pairsOf.selected, world)[0]!;
  });
  return logits.reduce((sum, logit) => sum + logit, 0) / logits.length;
}

describe("feedback in training", () => {
  it("changes nothing where there is none, it counts for nothing, or the graph knows better", () => {
    const { id } = trained();
    const known = edges.slice(0, 50).map(({ a, b }) => ({ a, b, isPositive: false }));
    const strangers = [{ a: numberedMbid(9_000), b: numberedMbid(9_001), isPositive: true }];
    for (const feedback of [
      { pairs: [], weight: 1 },
      { pairs: open, weight: 0 },
      { pairs: known, weight: 5 },
      { pairs: strangers, weight: 5 },
    ]) {
      expect(trained(feedback).id).toBe(id);
    }
  });

  it("raises the odds of pairs that readers accept against those of pairs that they reject, more with more weight", () => {
    const [ones, others] = [open.slice(0, 40), open.slice(40, 80)];
    const judged = [...ones.map((pair) => ({ ...pair, isPositive: true })), ...others];
    const gap = (weight: number): number => {
      const model = trained({ pairs: judged, weight });
      return meanLogit(model, ones) - meanLogit(model, others);
    };
    const [without, with1, with20] = [gap(0), gap(1), gap(20)];
    expect(with1).toBeGreaterThanOrEqual(without);
    expect(with20).toBeGreaterThan(with1);
  });

  it("does not depend on anything but the pairs: the same ones give the same model", () => {
    const feedback = { pairs: open.slice(0, 20), weight: 2 };
    expect(trained(feedback)).toEqual(trained(feedback));
  });

  it("is open where the pair has not recorded together", () => {
    const pair = fc.record({
      a: fc.nat(200).map(numberedMbid),
      b: fc.nat(200).map(numberedMbid),
      isPositive: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(pair, { selector: ({ a, b }) => `${a}:${b}` }), (pairs) => {
        expect(stillOpen(pairs, edges)).toEqual(pairs.filter(({ a, b }) => !joined.has(`${a}:${b}`)));
      }),
    );
  });
});
