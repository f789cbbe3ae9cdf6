import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { findCommunities } from "./find-communities.js";
import { modularity } from "./modularity.js";
import { numberedMbid } from "../testing/numbered-mbid.js";
import { shareGraph } from "../adjacency/shared-graph.js";
import { generatedGraph } from "../testing/generated-graph.js";
import { graphologyCommunities } from "../testing/graphology-communities.js";
import { randomGraphs } from "../testing/random-graphs.js";
import "../testing/report-properties.js";

interface Compared {
  readonly own: number;
  readonly graphology: number;
}

function compared(graph: AdjacencyIndex): Compared {
  const shared = shareGraph(graph);
  return {
    own: modularity(shared, findCommunities(shared)),
    graphology: modularity(shared, graphologyCommunities(graph)),
  };
}

describe("louvain", () => {
  it("is within a hundredth of graphology's modularity on heavy-tailed graphs, and no worse on the whole", () => {
    const all: Compared[] = [];
    for (let seed = 1; seed <= 40; seed += 1) {
      const artists = 300 * (1 + (seed % 8));
      const result = compared(generatedGraph({ artists, edges: artists * (1 + (seed % 2)), seed }));
      expect(result.own).toBeGreaterThan(result.graphology - 0.01);
      all.push(result);
    }
    const sum = (which: keyof Compared): number => all.reduce((total, result) => total + result[which], 0);
    expect(sum("own")).toBeGreaterThan(sum("graphology") - 0.001 * all.length);
  });

  it("is as good as graphology's on small graphs with weights up to the largest, but for a few near ties", () => {
    let worse = 0;
    let difference = 0;
    let graphs = 0;
    fc.assert(
      fc.property(randomGraphs, (graph) => {
        const { own, graphology } = compared(graph);
        graphs += 1;
        difference += own - graphology;
        if (own < graphology - 0.02) worse += 1;
        expect(own).toBeGreaterThan(graphology - 0.1);
      }),
      // The same graphs each time: how much worse a near tie may end is a matter of luck.
      { numRuns: 500, seed: 6 },
    );
    expect(worse).toBeLessThan(graphs / 20);
    expect(difference / graphs).toBeGreaterThan(-0.002);
  });

  it("leaves a vertex in a community of its own if every other costs modularity, and finds the optimum of two cliques", () => {
    const graph = new AdjacencyIndex();
    for (let n = 0; n < 10; n += 1) graph.intern(numberedMbid(n));
    for (let a = 0; a < 10; a += 1) {
      for (let b = 0; b < a; b += 1) if (a < 5 === b < 5) graph.setEdge(a, b, 1, 1);
    }
    graph.setEdge(0, 5, 1, 1);
    const shared = shareGraph(graph);
    const found = findCommunities(shared);
    expect([...found]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(modularity(shared, found)).toBeCloseTo(20 / 21 - 2 * 0.25, 12);
  });
});
