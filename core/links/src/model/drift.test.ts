import { CollaborationGraph } from "@interlude/core-graph";
import { describe, expect, it } from "vitest";
import { worldOf } from "../features/graph-world.js";
import { growingWorld } from "../testing/growing-world.js";
import { linkModel } from "../testing/link-models.js";
import { hasDrifted, surpriseOf } from "./drift.js";
import { knownRecall } from "./known-recall.js";

const graph = new CollaborationGraph();
for (const { a, b, firstRecording } of growingWorld({ artists: 60, events: 300, closure: 80, seed: 3 }))
  graph.set(a, b, 1, firstRecording);
const world = worldOf(graph, 40, null);
const edges: [number, number][] = [];
graph.adjacency.forEachEdge((a, b) => edges.push([a, b]));
const untold = linkModel();
const model = { ...untold, knownRecall: knownRecall(world, untold, []) };

describe("drift", () => {
  it("is none where collaborations surprise as those of the training did", () => {
    const surprise = surpriseOf(world, model, edges);
    expect(surprise.pairs).toBe(model.knownRecall.withCommonNeighbours);
    expect(surprise.loss / surprise.pairs).toBeCloseTo(model.knownRecall.meanLogLoss, 9);
    expect(hasDrifted(surprise, model)).toBe(false);
  });

  it("is the same for a pair from either end", () => {
    const { loss } = surpriseOf(world, model, edges);
    expect(
      surpriseOf(
        world,
        model,
        edges.map(([a, b]) => [b, a] as const),
      ).loss,
    ).toBeCloseTo(loss, 9);
  });

  it("is there once enough collaborations surprise clearly more", () => {
    const { loss, squares, pairs } = surpriseOf(world, { ...model, intercept: model.intercept - 2 }, edges);
    expect(pairs).toBeGreaterThan(100);
    expect(hasDrifted({ pairs, loss, squares }, model)).toBe(true);
    expect(hasDrifted({ pairs: 99, loss: 99 * 20, squares: 99 * 400 }, model)).toBe(false);
    expect(hasDrifted({ pairs, loss, squares }, untold)).toBe(false);
  });
});
