import { CollaborationGraph } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AffectedArtists } from "./affected-artists.js";
import "@interlude/core-graph/testing/report-properties";

const ARTISTS = 24;

interface Edit {
  readonly a: number;
  readonly b: number;
  /** 0 removes the edge. */
  readonly weight: number;
}

const artist = fc.nat({ max: ARTISTS - 1 });
/** Each pair at most once, as in an epoch; few enough that there are many components. */
const edits = fc.uniqueArray(
  fc.record({ a: artist, b: artist, weight: fc.nat({ max: 2 }) }).filter(({ a, b }) => a < b),
  { selector: ({ a, b }) => a * ARTISTS + b, maxLength: 16 },
);

function apply(graph: CollaborationGraph, { a, b, weight }: Edit, affected?: AffectedArtists): void {
  const [one, other] = [numberedMbid(a), numberedMbid(b)];
  const change = weight === 0 ? graph.remove(one, other) : graph.set(one, other, weight, a);
  if (change !== null) affected?.after(change);
}

/** Applies the edits of an epoch. */
function applyEpoch(graph: CollaborationGraph, epoch: readonly Edit[], recompute: boolean): AffectedArtists {
  const affected = new AffectedArtists(graph, recompute);
  if (affected.comparesEnds) {
    for (const { a, b } of epoch) affected.before(numberedMbid(a), numberedMbid(b));
  }
  for (const edit of epoch) apply(graph, edit, affected);
  return affected;
}

/** The published fields of every artist, by MBID. */
function standings(graph: CollaborationGraph): Map<string, string> {
  const all = new Map<string, string>();
  for (let n = 0; n < ARTISTS; n += 1) {
    const id = graph.adjacency.intern(numberedMbid(n));
    const { componentSize: _, ...structure } = graph.structureOf(id);
    all.set(numberedMbid(n), JSON.stringify([structure, ...graph.embeddingOf(id)]));
  }
  return all;
}

function mbidsOf({ adjacency }: CollaborationGraph, artists: Iterable<number>): string[] {
  return Array.from(artists, (id) => adjacency.mbids.mbidOf(id)).sort();
}

describe("AffectedArtists", () => {
  it("has the artists whose record changes, and no others", () => {
    fc.assert(
      fc.property(edits, edits, fc.boolean(), (before, epoch, recompute) => {
        const graph = new CollaborationGraph();
        for (const edit of before) apply(graph, edit);
        const earlier = standings(graph);
        const affected = applyEpoch(graph, epoch, recompute);
        const changed = mbidsOf(graph, affected.changed());
        const differing = [...standings(graph)].filter(([mbid, now]) => now !== earlier.get(mbid));
        expect(changed).toEqual(differing.map(([mbid]) => mbid).sort());
      }),
      { numRuns: 2_000 },
    );
  });

  it("leaves out a component that a removal splits and an insertion joins again", () => {
    const graph = new CollaborationGraph();
    for (let n = 1; n < 12; n += 1) apply(graph, { a: n, b: n + 1, weight: 1 });
    graph.structureOf(0);
    const epoch = [
      { a: 6, b: 7, weight: 0 },
      { a: 3, b: 10, weight: 1 },
    ];
    // The endpoints and their neighbours, and neither end of the path, whichever half was given another number.
    const near = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    expect(mbidsOf(graph, applyEpoch(graph, epoch, false).changed())).toEqual(near.map(numberedMbid).sort());
  });

  it("finds pairs dirty where edges were inserted, removed or given another first recording, in the order of MBIDs", () => {
    const graph = new CollaborationGraph();
    for (const [a, b] of [
      [8, 9],
      [3, 4],
      [4, 5],
      [1, 2],
    ] as const)
      apply(graph, { a, b, weight: 1 });
    const affected = new AffectedArtists(graph, false);
    const mbid = numberedMbid;
    affected.after(graph.remove(mbid(3), mbid(4))!);
    affected.after(graph.set(mbid(1), mbid(2), 1, 77)!);
    affected.after(graph.set(mbid(8), mbid(9), 5, 8)!);
    expect(Array.from(affected.dirty(), (id) => graph.adjacency.mbids.mbidOf(id))).toEqual(
      [1, 2, 3, 4, 5].map(numberedMbid),
    );
    // The first recording is not part of an artist's record; weights are.
    expect(mbidsOf(graph, affected.changed())).toEqual([3, 4, 5, 8, 9].map(numberedMbid));
  });

  it("does not scan a large component that a small one joins", () => {
    const graph = new CollaborationGraph();
    for (let n = 1; n < 1_000; n += 1) apply(graph, { a: 0, b: n, weight: 1 });
    for (let n = 1; n < 999; n += 1) apply(graph, { a: n, b: n + 1, weight: 1 });
    apply(graph, { a: 5_000, b: 5_001, weight: 1 });
    graph.structureOf(0);
    const affected = applyEpoch(graph, [{ a: 700, b: 5_000, weight: 1 }], false);
    // The endpoints, their neighbours, and the small component.
    expect(mbidsOf(graph, affected.changed())).toEqual(
      [0, 699, 700, 701, 5_000, 5_001].map(numberedMbid).sort(),
    );
  });
});
