import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdjacencyIndex, CollaborationGraph, dirtyArtists } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import "@interlude/core-graph/testing/report-properties";
import { ArtistFacts, type FactsOfArtist } from "../facts/artist-facts.js";
import { TwoHopPairs } from "../pairs/two-hop-pairs.js";
import type { Pair } from "../windows/undirected-graph.js";
import { worldOf } from "./graph-world.js";
import { type PairFeatures, featuresOf } from "./link-features.js";

const VERTICES = 11;
const AS_OF = 500;
const vertex = fc.nat({ max: VERTICES - 1 });
const pair = fc.tuple(vertex, vertex).filter(([a, b]) => a < b) as unknown as fc.Arbitrary<Pair>;
const edgeSet = fc.uniqueArray(pair, { maxLength: 26, selector: String });

/** Facts of which each is known or, where `isWhole` is false, perhaps not. */
function factsOfOne(isWhole: boolean): fc.Arbitrary<FactsOfArtist> {
  const known = <Value>(value: fc.Arbitrary<Value>) =>
    (isWhole ? value : fc.option(value, { nil: null })) as fc.Arbitrary<Value>;
  return fc.record({
    genres: fc.uniqueArray(fc.constantFrom("bop", "cool", "swing"), { minLength: isWhole ? 1 : 0 }),
    beginYear: known(fc.constantFrom(1900, 1920, 1990)),
    endYear: known(fc.constantFrom(1950, 1970)),
    popularity: known(fc.constantFrom(0.25, 0.37, 0.9)),
    country: known(fc.constantFrom("Mali", "Peru")),
    community: known(fc.nat({ max: 1 })),
  });
}
const factsOfAll = (isWhole: boolean) =>
  fc.array(factsOfOne(isWhole), { minLength: VERTICES, maxLength: VERTICES });

/** Of an edge: another for every edge. */
const firstRecordingOf = ([a, b]: Pair): number => 20 * a + b + 1;

/** A state of the world: edges by their ends with their first recordings, and facts by vertex. */
interface State {
  readonly edges: ReadonlyMap<string, { readonly pair: Pair; readonly firstRecording: number }>;
  readonly facts: readonly FactsOfArtist[];
}

function stateOf(edges: readonly Pair[], facts: readonly FactsOfArtist[]): State {
  const dated = edges.map(
    (each) => [String(each), { pair: each, firstRecording: firstRecordingOf(each) }] as const,
  );
  return { edges: new Map(dated), facts };
}

function graphOf({ edges }: State): AdjacencyIndex {
  const graph = new AdjacencyIndex();
  for (let v = 0; v < VERTICES; v += 1) graph.intern(numberedMbid(v));
  for (const {
    pair: [a, b],
    firstRecording,
  } of edges.values())
    graph.setEdge(a, b, 1, firstRecording);
  return graph;
}

/** Every feature of every pair, joined or not, seen from the end that is asked for. */
function featuresFrom(state: State, end: "first" | "second"): Map<string, PairFeatures> {
  const graph = graphOf(state);
  const facts = new ArtistFacts();
  state.facts.forEach((each, artist) => facts.set(artist, each));
  const world = worldOf(new CollaborationGraph(graph), AS_OF, facts);
  const pairsOf = new TwoHopPairs(graph, { threeStepPaths: true, amongCommon: true });
  const all = new Map<string, PairFeatures>();
  for (let from = 0; from < VERTICES; from += 1) {
    const others = Array.from({ length: VERTICES }, (_, other) => other).filter((other) =>
      end === "first" ? other > from : other < from,
    );
    pairsOf.to(from, others);
    featuresOf(pairsOf.selected, world).forEach((features, i) => {
      const ends = end === "first" ? [from, others[i]!] : [others[i]!, from];
      all.set(String(ends), features);
    });
  }
  return all;
}

describe("every feature", () => {
  it("is symmetric to the last bit and known, whatever the graph and the order of its edges", () => {
    fc.assert(
      fc.property(edgeSet, factsOfAll(true), (edges, facts) => {
        const seen = featuresFrom(stateOf(edges, facts), "first");
        expect(featuresFrom(stateOf(edges.toReversed(), facts), "second")).toEqual(seen);
        for (const [ends, { embeddingCosine, ...features }] of seen) {
          for (const value of Object.values(features)) expect(Number.isFinite(value)).toBe(true);
          const isolated = ends.split(",").some((artist) => !edges.flat().includes(Number(artist)));
          expect(Number.isNaN(embeddingCosine)).toBe(isolated);
        }
      }),
    );
  });

  it("changes only for pairs with an end that dirtyArtists marks or of which facts changed", () => {
    const edit = fc.oneof(
      fc.record({ kind: fc.constant("flip" as const), pair }),
      fc.record({ kind: fc.constant("date" as const), pair, firstRecording: fc.nat({ max: 600 }) }),
      fc.record({ kind: fc.constant("facts" as const), artist: vertex, facts: factsOfOne(false) }),
    );
    fc.assert(
      fc.property(
        edgeSet,
        factsOfAll(false),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        (edges, facts, edits) => {
          const before = stateOf(edges, facts);
          const after = { edges: new Map(before.edges), facts: [...facts] };
          const ends: number[] = [];
          const firstRecordingEnds: number[] = [];
          const held = new ArtistFacts();
          facts.forEach((each, artist) => held.set(artist, each));
          const withOtherFacts = new Set<number>();
          for (const one of edits) {
            if (one.kind === "facts") {
              after.facts[one.artist] = one.facts;
              if (held.set(one.artist, one.facts)) withOtherFacts.add(one.artist);
              continue;
            }
            const key = String(one.pair);
            const isJoined = after.edges.has(key);
            if (one.kind === "date") {
              if (!isJoined) continue;
              after.edges.set(key, one);
              firstRecordingEnds.push(...one.pair);
            } else {
              if (isJoined) after.edges.delete(key);
              else after.edges.set(key, { pair: one.pair, firstRecording: firstRecordingOf(one.pair) });
              ends.push(...one.pair);
            }
          }
          const dirty = new Set(dirtyArtists(graphOf(after), ends, firstRecordingEnds));
          const expected = featuresFrom(before, "first");
          for (const [key, features] of featuresFrom(after, "first")) {
            const artists = key.split(",").map(Number);
            if (artists.some((artist) => dirty.has(artist) || withOtherFacts.has(artist))) continue;
            expect(features).toEqual(expected.get(key));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
