import { CollaborationGraph } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import {
  ArtistFacts,
  AttributeCells,
  type LogitSource,
  PairLogits,
  lowestProbability,
  worldOf,
} from "@interlude/core-links";
import { mix32 } from "@interlude/core-numerics";
import { afterEach, describe, expect, it } from "vitest";
import { model } from "../testing/fixed-training.js";
import { ScoringThreads } from "./scoring-threads.js";

const ARTISTS = 1_500;
const threads = new ScoringThreads({ threads: 2 });
afterEach(() => threads.onModuleDestroy());

/** Joins artists at random; the same for the same `seed`. */
function join(graph: CollaborationGraph, edges: number, seed: number): void {
  for (let n = 0; n < edges; n += 1) {
    const a = mix32(seed + 2 * n) % ARTISTS;
    const b = (a + 1 + (mix32(seed + 2 * n + 1) % 40)) % ARTISTS;
    graph.set(numberedMbid(a), numberedMbid(b), 1, n % 60);
  }
}

/** Everything that a source has, in its order. */
function contents(source: LogitSource, artists: readonly number[]): number[][] {
  return artists.map((artist) => {
    const found: number[] = [];
    const take = (other: number, logit: number): unknown => found.push(other, logit);
    source.forEachKnown(artist, () => true, take);
    found.push(-1);
    source.forEachPassing(artist, () => true, take);
    return found;
  });
}

describe("ScoringThreads", () => {
  it("find bit for bit what one thread finds, also after the graph has changed and grown", async () => {
    const graph = new CollaborationGraph();
    const facts = new ArtistFacts();
    const threshold = { operatingPoint: "balanced-80", probability: 0.25 };
    const now = { epoch: 1, sequence: 1, at: 1, graphVersion: 1 };
    const cells = new AttributeCells();
    const scoring = { graph, facts, cells, model, threshold, now, isEpoch: true };
    for (const [edges, seed] of [
      [4_000, 1],
      [10, 50_000],
      [6_000, 90_000],
    ] as const) {
      join(graph, edges, seed);
      const artists = Array.from({ length: graph.adjacency.artistCount }, (_, id) => id);
      const found = (await threads.score(artists, scoring))!;
      const world = worldOf(graph, model.asOf, facts);
      const alone = new PairLogits(world, model, lowestProbability(threshold.probability));
      expect(contents(found, artists)).toEqual(contents(alone, artists));
      expect(contents(found, artists).flat().length).toBeGreaterThan(10_000);
    }
  });

  it("leave few artists to the main thread", async () => {
    const graph = new CollaborationGraph();
    const now = { epoch: 1, sequence: 1, at: 1, graphVersion: 1 };
    const scoring = {
      graph,
      facts: new ArtistFacts(),
      cells: new AttributeCells(),
      model,
      threshold: null,
      now,
      isEpoch: true,
    };
    expect(await threads.score([0, 1], scoring)).toBeNull();
  });
});
