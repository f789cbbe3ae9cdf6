import { CollaborationGraph, dirtyArtists } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import "@interlude/core-graph/testing/report-properties";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candidate, CandidateFinder } from "../candidates.js";
import { ArtistFacts } from "../facts/artist-facts.js";
import { worldOf } from "../features/graph-world.js";
import { linkModel } from "../testing/link-models.js";
import { AttributeCells, type CellAttributes } from "./attribute-cells.js";
import { ARTISTS, attributesOfAll, attributesOfOne, naiveMates } from "./testing/attributes.js";

const model = linkModel();
const artist = fc.nat({ max: ARTISTS - 1 });
const edge = fc.tuple(artist, artist).filter(([a, b]) => a !== b);
const edges = fc.array(edge, { maxLength: 30 });
const ids = Array.from({ length: ARTISTS }, (_, id) => id);

function graphOf(all: readonly (readonly [number, number])[]): CollaborationGraph {
  const graph = new CollaborationGraph();
  for (const id of ids) graph.adjacency.intern(numberedMbid(id));
  for (const [a, b] of all) graph.set(numberedMbid(a), numberedMbid(b), 1, a + b);
  return graph;
}

function finderOf(
  graph: CollaborationGraph,
  all: readonly CellAttributes[],
  threshold: number,
): CandidateFinder {
  const [facts, cells] = [new ArtistFacts(), new AttributeCells()];
  all.forEach((each, id) => {
    facts.set(id, { ...each, beginYear: null, endYear: null, popularity: null, community: null });
    cells.set(id, each);
  });
  return new CandidateFinder(worldOf(graph, model.asOf, facts, cells), model, threshold);
}

/** Cold-start pairs as the finder has them, by their ends, each seen from the end that is asked for. */
function found(finder: CandidateFinder, end: "first" | "second"): Map<string, Candidate> {
  const pairs = new Map<string, Candidate>();
  for (const a of ids) {
    const accept = (b: number): boolean => (end === "first" ? a < b : b < a);
    for (const candidate of finder.candidatesOf(a, accept))
      if (candidate.coldStart) pairs.set(`${candidate.artistA}:${candidate.artistB}`, candidate);
  }
  return pairs;
}

/** Their ends by the definition. */
function expected({ adjacency }: CollaborationGraph, all: readonly CellAttributes[]): string[] {
  const share = (a: number, b: number): boolean => adjacency.commonNeighbours(a, b).length > 0;
  const isColdArtist = (a: number): boolean =>
    ids.every((b) => a === b || adjacency.hasEdge(a, b) || !share(a, b));
  return ids.flatMap((a) =>
    naiveMates(all, a).flatMap((b) => {
      const isOne = a < b && !adjacency.hasEdge(a, b) && !share(a, b) && (isColdArtist(a) || isColdArtist(b));
      return isOne ? [`${numberedMbid(a)}:${numberedMbid(b)}`] : [];
    }),
  );
}

describe("cold-start pairs", () => {
  it("are those of the definition, and the same to the last bit from both ends", () => {
    fc.assert(
      fc.property(edges, attributesOfAll, (joined, all) => {
        const graph = graphOf(joined);
        const finder = finderOf(graph, all, 0);
        const seen = found(finder, "first");
        expect([...seen.keys()].sort()).toEqual(expected(graph, all).sort());
        expect(found(finder, "second")).toEqual(seen);
        const threshold = [...seen.values()][0]?.probability ?? 0.5;
        const passing = [...seen].filter(([, { probability }]) => probability >= threshold);
        expect(found(finderOf(graph, all, threshold), "first")).toEqual(new Map(passing));
      }),
      { numRuns: 40 },
    );
  });

  it("change only where an end is dirty, has other facts, or is in a cell that crossed the limit", () => {
    const edits = fc.array(fc.oneof(edge, fc.tuple(artist, attributesOfOne)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(edges, attributesOfAll, edits, (joined, before, sequence) => {
        const graph = graphOf(joined);
        const seen = found(finderOf(graph, before, 0), "first");
        const after = [...before];
        const looked = new Set<number>();
        const ends: number[] = [];
        for (const [a, change] of sequence) {
          if (typeof change !== "number") {
            after[a] = change;
            looked.add(a);
            continue;
          }
          if (graph.adjacency.hasEdge(a, change)) graph.remove(numberedMbid(a), numberedMbid(change));
          else graph.set(numberedMbid(a), numberedMbid(change), 1, a + change);
          ends.push(a, change);
        }
        const changes = [...looked].map((each) => ({ artist: each, before: before[each]! }));
        const cells = new AttributeCells();
        after.forEach((each, id) => cells.set(id, each));
        for (const each of cells.crossedBy(changes)) looked.add(each);
        for (const each of dirtyArtists(graph.adjacency, ends)) looked.add(each);
        const now = found(finderOf(graph, after, 0), "first");
        const lookedAt = new Set([...looked].map((id) => numberedMbid(id)));
        const others = (pairs: ReadonlyMap<string, Candidate>) =>
          new Map([...pairs].filter(([key]) => !key.split(":").some((end) => lookedAt.has(end))));
        expect(others(now)).toEqual(others(seen));
      }),
      { numRuns: 100 },
    );
  });
});
