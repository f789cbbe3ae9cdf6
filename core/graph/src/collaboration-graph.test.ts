import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CollaborationGraph } from "./collaboration-graph.js";
import { numberedMbid } from "./testing/numbered-mbid.js";
import { runToCompletion } from "./cooperative-task.js";
import { edgeEdits } from "./testing/random-edits.js";
import "./testing/report-properties.js";

describe("CollaborationGraph", () => {
  it("has the same embeddings and structure whether they were kept up to date or computed at the end", () => {
    fc.assert(
      fc.property(edgeEdits, (edits) => {
        const kept = new CollaborationGraph();
        const late = new CollaborationGraph();
        for (const graph of [kept, late]) {
          for (const { a, b, weight } of edits) {
            const [one, other] = [numberedMbid(a), numberedMbid(b)];
            const change = weight > 0 ? graph.set(one, other, weight, 1) : graph.remove(one, other);
            // Asking makes the first graph keep its embedding from the first change on.
            if (graph === kept && change !== null) {
              graph.embeddingOf(change.a);
              graph.structureOf(change.a);
            }
          }
        }
        for (const work of [late.deriveStructure(), late.deriveEmbedding()]) runToCompletion(work);
        for (let id = 0; id < kept.adjacency.artistCount; id += 1) {
          expect(late.embeddingOf(id)).toEqual(kept.embeddingOf(id));
          expect(late.structureOf(id)).toEqual(kept.structureOf(id));
        }
      }),
    );
  });

  it("returns the effect of a change, and null if there was none", () => {
    const graph = new CollaborationGraph();
    const [a, b, c] = [1, 2, 3].map(numberedMbid) as [string, string, string];
    expect(graph.remove(a, b)).toBeNull();
    expect(graph.set(a, b, 2, 10)).toEqual({
      kind: "edgeAdded",
      firstRecordingChanged: false,
      weightDelta: 0,
      a: 0,
      b: 1,
    });
    expect(graph.set(a, b, 2, 10)).toBeNull();
    expect(graph.set(b, c, 5, 10)!.kind).toBe("edgeAdded");
    expect(graph.adjacency.weightedDegree(1)).toBe(7);
    expect(graph.set(a, b, 3, 10)).toEqual({
      kind: "edgeChanged",
      firstRecordingChanged: false,
      weightDelta: 1,
      a: 0,
      b: 1,
    });
    expect(graph.set(a, b, 3, 9)!.firstRecordingChanged).toBe(true);
    expect(graph.remove(a, b)!.kind).toBe("edgeRemoved");
    expect(graph.embeddingOf(0)).toHaveLength(0);
    expect(graph.embeddingOf(2)).toHaveLength(64);
    const [first] = [a, b, c].sort();
    expect(graph.structureOf(0)).toMatchObject({ degree: 0, component: a, componentSize: 1 });
    expect(graph.set(a, c, 4, 9)!.kind).toBe("edgeAdded");
    expect([...graph.drainChangedCores()]).toEqual([0]);
    expect(graph.structureOf(1)).toEqual({
      degree: 1,
      weightedDegree: 5,
      coreNumber: 1,
      clustering: 0,
      component: first,
      componentSize: 3,
    });
  });
});
