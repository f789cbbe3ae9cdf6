import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { dirtyArtists } from "../dirty-artists.js";
import { EMBEDDING_DIMENSION } from "./embedding-rows.js";
import { Embedding } from "./embedding.js";
import { gatherFirstHop, gatherSecondHop } from "./full-embedding.js";
import { mix32 } from "@interlude/core-numerics";
import { numberedMbid } from "../testing/numbered-mbid.js";
import { doEmbeddingWork, prepareEmbedding } from "./parallel-embedding.js";
import { SharedLists } from "../adjacency/shared-graph.js";
import { runToCompletion } from "../cooperative-task.js";
import { SumRows } from "./sum-rows.js";
import { generatedGraph } from "../testing/generated-graph.js";
import { applyEdit, dozenArtists, edgeEdits } from "../testing/random-edits.js";
import "../testing/report-properties.js";

function allVectors(graph: AdjacencyIndex, embedding: Embedding): number[][] {
  return Array.from({ length: graph.artistCount }, (_, id) => [...embedding.read(id)]);
}

function norm(vector: Iterable<number>): number {
  return Math.hypot(...vector);
}

describe("Embedding", () => {
  it("equals a full recomputation bit for bit after any sequence of edits, and only dirty artists move", () => {
    fc.assert(
      fc.property(edgeEdits, (sequence) => {
        const graph = dozenArtists();
        const embedding = new Embedding(graph);
        for (const edit of sequence) {
          const before = allVectors(graph, embedding);
          const change = applyEdit(graph, edit);
          let ends: number[] = [];
          if (change === "inserted") embedding.edgeInserted(edit.a, edit.b);
          if (change === "removed") embedding.edgeRemoved(edit.a, edit.b);
          if (change === "inserted" || change === "removed") ends = [edit.a, edit.b];
          const moved = new Set(dirtyArtists(graph, ends));
          const after = allVectors(graph, embedding);
          const still = (_: number[], id: number): boolean => !moved.has(id);
          expect(after.filter(still)).toEqual(before.filter(still));
        }
        const full = new Embedding(graph);
        for (let id = 0; id < graph.artistCount; id += 1) {
          expect(embedding.hopSums(id)).toEqual(full.hopSums(id));
          expect(embedding.read(id)).toEqual(full.read(id));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("applies many changes as a batch as it does one by one, an edge that is inserted and removed among them", () => {
    fc.assert(
      fc.property(edgeEdits, edgeEdits, (before, sequence) => {
        const graph = dozenArtists();
        for (const edit of before) applyEdit(graph, edit);
        const embedding = new Embedding(graph);
        for (const edit of sequence) {
          const change = applyEdit(graph, edit);
          if (change === "inserted") embedding.edgeInserted(edit.a, edit.b);
          if (change === "removed") embedding.edgeRemoved(edit.a, edit.b);
        }
        const full = new Embedding(graph);
        for (let id = 0; id < graph.artistCount; id += 1) {
          expect(embedding.hopSums(id)).toEqual(full.hopSums(id));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("keeps sums of more than 16 bits, computed by one thread or by several or kept up to date", () => {
    // A hub of more than 32,767 and a neighbour of all of them: their own seeds add up.
    const hub = new AdjacencyIndex();
    for (let n = 0; n < 33_002; n += 1) hub.intern(numberedMbid(n));
    const kept = new Embedding(hub);
    for (let n = 2; n < 33_002; n += 1) {
      for (const end of [0, 1]) {
        hub.setEdge(end, n, 1, 1);
        kept.edgeInserted(end, n);
      }
    }
    const full = new Embedding(hub);
    const { work, rows, threads } = runToCompletion(prepareEmbedding(hub));
    expect(threads).toBe(1);
    rows.replaceChunks(doEmbeddingWork(work));
    const together = new Embedding(hub, rows);
    const second = full.hopSums(0).subarray(EMBEDDING_DIMENSION).map(Math.abs);
    expect(Math.max(...second)).toBeGreaterThan(2 ** 15);
    for (const id of [0, 1, 2, 500, 33_001]) {
      expect(kept.hopSums(id)).toEqual(full.hopSums(id));
      expect(together.hopSums(id)).toEqual(full.hopSums(id));
    }
    // From wide to wide, and back to small sums.
    for (let n = 2; n < 33_002; n += 1) {
      hub.removeEdge(0, n);
      kept.edgeRemoved(0, n);
    }
    expect(kept.hopSums(0)).toEqual(new Int32Array(2 * EMBEDDING_DIMENSION));
    expect(kept.hopSums(2)).toEqual(new Embedding(hub).hopSums(2));
  });

  it("is the same computed by two threads chunk by chunk, as a task in slices, or without a pause", () => {
    const graph = generatedGraph({ artists: 5_000, edges: 10_000, seed: 2 });
    const full = new Embedding(graph);
    const { work, rows } = runToCompletion(prepareEmbedding(graph));
    // Another thread has taken two chunks of each hop: what it does is done here by hand.
    const other = new SumRows(work.rows);
    const lists = new SharedLists(work.graph);
    for (const chunk of [0, 1]) gatherFirstHop(lists, other, chunk);
    work.progress.set([2, 2, 2]);
    rows.replaceChunks(doEmbeddingWork(work));
    for (const chunk of [0, 1]) gatherSecondHop(lists, other, chunk);
    const together = new Embedding(graph, rows);
    for (let id = 0; id < graph.artistCount; id += 1) {
      expect(together.hopSums(id)).toEqual(full.hopSums(id));
    }
  });

  it("depends on the edges alone: not on their order, nor on the order in which artists were first seen", () => {
    const edge = fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 30 }), fc.infiniteStream(fc.nat()), (edges, random) => {
        const shuffled = edges
          .map((pair) => ({ pair, key: random.next().value as number }))
          .sort((x, y) => x.key - y.key)
          .map(({ pair }) => pair);
        const [left, right] = [edges, shuffled].map((list) => {
          const graph = new AdjacencyIndex();
          const embedding = new Embedding(graph);
          for (const [a, b] of list) {
            const [idA, idB] = [graph.intern(numberedMbid(a)), graph.intern(numberedMbid(b))];
            if (graph.setEdge(idA, idB, 1, 1) === "inserted") embedding.edgeInserted(idA, idB);
          }
          return { graph, embedding };
        });
        for (let id = 0; id < left!.graph.artistCount; id += 1) {
          const twin = right!.graph.mbids.find(left!.graph.mbids.mbidOf(id));
          expect(right!.embedding.read(twin)).toEqual(left!.embedding.read(id));
        }
      }),
    );
  });

  it("has sums that 32 bits hold: degree for the first hop, twice the edges for the second", () => {
    // A star, and a star with a clique in it, on the largest weights there are.
    for (const cliqued of [0, 60]) {
      const graph = new AdjacencyIndex();
      for (let n = 0; n <= 3_000; n += 1) graph.intern(numberedMbid(n));
      for (let n = 1; n <= 3_000; n += 1) graph.setEdge(0, n, 2 ** 31 - 1, 1);
      for (let a = 1; a < cliqued; a += 1) for (let b = 1; b < a; b += 1) graph.setEdge(a, b, 2 ** 31 - 1, 1);
      const embedding = new Embedding(graph);
      for (let id = 0; id < graph.artistCount; id += 1) {
        const sums = [...embedding.hopSums(id)].map(Math.abs);
        expect(Math.max(...sums.slice(0, EMBEDDING_DIMENSION))).toBeLessThanOrEqual(graph.degree(id));
        expect(Math.max(...sums.slice(EMBEDDING_DIMENSION))).toBeLessThanOrEqual(2 * graph.edgeCount);
      }
    }
  });

  it("sums what its definition says, on a path of four artists", () => {
    const graph = new AdjacencyIndex();
    const seedOf = (n: number): number[] => {
      const lone = new AdjacencyIndex();
      const id = lone.intern(numberedMbid(n));
      return [...new Embedding(lone).read(id)].map((value) => Math.sign(value));
    };
    for (let n = 0; n < 4; n += 1) graph.intern(numberedMbid(n));
    graph.setEdge(0, 1, 1, 1);
    graph.setEdge(1, 2, 5, 1);
    graph.setEdge(2, 3, 1, 1);
    const [s0, s1, s2, s3] = [0, 1, 2, 3].map(seedOf) as [number[], number[], number[], number[]];
    const sums = [...new Embedding(graph).hopSums(1)];
    // N(1) = {0, 2}: the first hop is S0[0] + S0[2]; the second S1[0] + S1[2] = S0[1] + (S0[1] + S0[3]).
    expect(sums.slice(0, EMBEDDING_DIMENSION)).toEqual(s0.map((value, d) => value + s2[d]!));
    expect(sums.slice(EMBEDDING_DIMENSION)).toEqual(s1.map((value, d) => 2 * value + s3[d]!));
  });

  it("gives an artist without edges a unit vector from its MBID alone", () => {
    const graph = dozenArtists();
    const embedding = new Embedding(graph);
    const alone = embedding.read(3);
    expect(norm(alone)).toBeCloseTo(1, 6);
    expect(alone.every((value) => Math.abs(value) === 1 / Math.sqrt(EMBEDDING_DIMENSION))).toBe(true);
    graph.setEdge(0, 1, 1, 1);
    embedding.edgeInserted(0, 1);
    expect(embedding.read(3)).toEqual(alone);
    expect(norm(embedding.read(0))).toBeCloseTo(1, 6);
  });

  it("puts artists of one scene nearer to each other than artists of two", () => {
    // Two groups of 20 in which a random half of the pairs collaborated, with a single bridge.
    const graph = new AdjacencyIndex();
    for (let n = 0; n < 40; n += 1) graph.intern(numberedMbid(n));
    for (let a = 0; a < 40; a += 1) {
      for (let b = a + 1; b < 40; b += 1) {
        if (a < 20 === b < 20 && mix32(a * 64 + b) % 2 === 0) graph.setEdge(a, b, 1, 1);
      }
    }
    graph.setEdge(0, 20, 1, 1);
    const embedding = new Embedding(graph);
    const cosine = (a: number, b: number): number =>
      embedding.read(a).reduce((sum, value, d) => sum + value * embedding.read(b)[d]!, 0);
    const within: number[] = [];
    const across: number[] = [];
    for (let n = 1; n < 19; n += 1) {
      within.push(cosine(n, n + 1));
      across.push(cosine(n, n + 20));
    }
    const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
    expect(mean(within)).toBeGreaterThan(mean(across) + 0.2);
  });
});
