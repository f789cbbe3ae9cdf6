import { CollaborationGraph } from "@interlude/core-graph";
import { generateCollaborations, numberedMbid } from "@interlude/core-graph/testing";
import { describe, expect, it } from "vitest";
import { derive } from "./derive.js";

function generated(): CollaborationGraph {
  const graph = new CollaborationGraph();
  generateCollaborations({ artists: 3_000, edges: 6_000, seed: 3 }, (a, b, recording) => {
    const added = graph.set(numberedMbid(a), numberedMbid(b), 1, recording);
    return added?.kind === "edgeAdded";
  });
  return graph;
}

describe("derive", () => {
  it.each([
    ["in threads", 0],
    ["as a task", Infinity],
  ])("gives %s what is computed when it is asked for, and keeps it up to date", async (_, fewest) => {
    const [derived, asked] = [generated(), generated()];
    await derive(derived, fewest);
    expect(derived.hasEmbedding).toBe(true);
    for (const graph of [derived, asked]) graph.remove(numberedMbid(0), numberedMbid(1));
    for (const graph of [derived, asked]) graph.set(numberedMbid(0), numberedMbid(2_999), 1, 1);
    for (let id = 0; id < asked.adjacency.artistCount; id += 1) {
      expect(derived.embeddingOf(id)).toEqual(asked.embeddingOf(id));
      expect(derived.structureOf(id)).toEqual(asked.structureOf(id));
    }
    await derive(derived, fewest);
    expect(derived.embeddingOf(0)).toEqual(asked.embeddingOf(0));
  });

  it("does nothing about a graph without edges", async () => {
    const graph = new CollaborationGraph();
    await derive(graph, 0);
    graph.set(numberedMbid(1), numberedMbid(2), 1, 1);
    expect(graph.embeddingOf(0)).toHaveLength(64);
  });
});
