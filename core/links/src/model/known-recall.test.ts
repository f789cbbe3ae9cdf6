import { describe, expect, it } from "vitest";
import { CollaborationGraph } from "@interlude/core-graph";
import { CandidateFinder } from "../candidates.js";
import { worldOf } from "../features/graph-world.js";
import { growingWorld } from "../testing/growing-world.js";
import { linkModel } from "../testing/link-models.js";
import { knownRecall } from "./known-recall.js";

describe("knownRecall", () => {
  it("counts the edges that a model finds when each is taken away alone", () => {
    const edges = growingWorld({ artists: 40, events: 150, closure: 80, seed: 3 });
    const graph = new CollaborationGraph();
    for (const { a, b, firstRecording } of edges) graph.set(a, b, 1, firstRecording);
    // Recency of an artist is that of its other edges, too, if its newest is hidden: left out here.
    const { coefficients, features, ...rest } = linkModel();
    const withoutTime = coefficients.map((coefficient, j) =>
      features[j] === "inactivity" ? 0 : coefficient,
    );
    const model = { ...rest, features, coefficients: withoutTime };
    const threshold = { operatingPoint: "balanced-80", probability: 0.4 };
    const recall = knownRecall(worldOf(graph, model.asOf, null), model, [threshold]);
    let [near, found, loss] = [0, 0, 0];
    for (const { a, b, firstRecording } of edges) {
      graph.remove(a, b);
      const { mbids } = graph.adjacency;
      const finder = new CandidateFinder(worldOf(graph, model.asOf, null), model, 0);
      const other = mbids.find(b);
      finder.forEachPassing(
        mbids.find(a),
        (one) => one === other,
        (_other, logit) => {
          const probability = 1 / (1 + Math.exp(-logit));
          near += 1;
          loss -= Math.log(probability);
          found += Number(probability >= threshold.probability);
        },
      );
      graph.set(a, b, 1, firstRecording);
    }
    expect(near).toBeGreaterThan(found);
    expect(found).toBeGreaterThan(0);
    expect(recall).toMatchObject({ known: edges.length, withCommonNeighbours: near });
    expect(recall.points).toEqual([{ ...threshold, found }]);
    expect(recall.meanLogLoss).toBeCloseTo(loss / near, 9);
  });

  it("is given for a graph without edges", () => {
    const graph = new CollaborationGraph();
    expect(knownRecall(worldOf(graph, 0, null), linkModel(), [])).toEqual({
      known: 0,
      withCommonNeighbours: 0,
      meanLogLoss: 0,
      points: [],
    });
  });
});
