import type { CatalogArtist, CatalogCollaboration, GraphArtist, GraphDelta } from "@interlude/contracts";
import { CollaborationGraph, numberedMbid } from "@interlude/core-graph";
import type { StreamRecord } from "@interlude/infra-streaming";
import {
  type Recording,
  type TestDatabase,
  createTestDatabase,
  recordingContext,
} from "@interlude/infra-testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { GraphRepository } from "./graph.repository.js";
import { GraphService } from "./graph.service.js";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "graph");
});
afterAll(() => test.dispose());

interface Step {
  readonly pairs: readonly { a: number; b: number; weight: number }[];
  readonly artists: readonly { n: number; name: string | null; popularity: number | null }[];
  /** What goes wrong on the way: a restart before, or a transaction that is undone and repeated. */
  readonly trouble: "none" | "restart" | "rollback";
}

const artist = fc.nat({ max: 9 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    pairs: fc.array(
      fc.record({ a: artist, b: artist, weight: fc.nat({ max: 2 }) }).filter(({ a, b }) => a < b),
      { maxLength: 12 },
    ),
    artists: fc.array(
      fc.record({
        n: artist,
        name: fc.option(fc.constantFrom("A", "Б\tc", "𝄞 \\N")),
        popularity: fc.option(fc.nat({ max: 100 })),
      }),
      { maxLength: 4 },
    ),
    trouble: fc.constantFrom("none" as const, "restart" as const, "rollback" as const),
  }),
  { minLength: 1, maxLength: 6 },
);

function record<Value>(key: string, value: Value | null): StreamRecord<Value> {
  return { key, value, epoch: 1, topic: "", partition: 0, offset: 0n };
}

function collaborationRecords({ pairs }: Step): StreamRecord<CatalogCollaboration>[] {
  return pairs.map(({ a, b, weight }) => {
    const [artistA, artistB] = [numberedMbid(a), numberedMbid(b)];
    const value = weight === 0 ? null : { artistA, artistB, weight, firstRecording: 10 * a + b, kinds: [] };
    return record(`${artistA}:${artistB}`, value);
  });
}

function artistRecords({ artists }: Step): StreamRecord<CatalogArtist>[] {
  return artists.map(({ n, name, popularity }) => {
    const mbid = numberedMbid(n);
    if (name === null) return record<CatalogArtist>(mbid, null);
    return record(mbid, {
      artist: mbid,
      name,
      popularity,
      sortName: name,
      type: null,
      beginYear: null,
      endYear: null,
      ended: false,
      comment: "",
      spotifyId: null,
      acousticTracks: 0,
      genres: [],
      country: null,
      gender: null,
      popularityPercentile: null,
    });
  });
}

async function runEpoch(service: GraphService, step: Step, recording: Recording): Promise<void> {
  await test.database.transaction(async (transaction) => {
    const context = recordingContext(transaction, recording);
    await service.stageArtists(artistRecords(step), context);
    await service.stageCollaborations(collaborationRecords(step), context);
    await service.completeEpoch(context);
  });
}

async function undoneEpoch(service: GraphService, step: Step): Promise<void> {
  const lost = test.database.transactionOnce(async (transaction) => {
    const context = recordingContext(transaction, { published: [], rejected: [] });
    await service.stageCollaborations(collaborationRecords(step), context);
    await service.completeEpoch(context);
    throw new Error("lost at commit");
  });
  await expect(lost).rejects.toThrow("lost at commit");
  service.forget();
}

/** Newest value per key of what was published to one topic. */
function folded<Value>({ published }: Recording, topic: string): Map<string, Value> {
  const state = new Map<string, Value>();
  for (const { topic: name, key, value } of published) {
    if (name !== topic) continue;
    if (value === null) state.delete(key);
    else state.set(key, value as Value);
  }
  return state;
}

/** What the stream must have arrived at, from the steps alone. */
function truth(all: readonly Step[]): { graph: CollaborationGraph; names: Map<string, CatalogArtist> } {
  const graph = new CollaborationGraph();
  const names = new Map<string, CatalogArtist>();
  for (const step of all) {
    for (const { key, value } of collaborationRecords(step)) {
      const [a, b] = key.split(":") as [string, string];
      if (value === null) graph.remove(a, b);
      else graph.set(a, b, value.weight, value.firstRecording);
    }
    for (const { key, value } of artistRecords(step)) {
      graph.adjacency.intern(key);
      if (value === null) names.delete(key);
      else names.set(key, value);
    }
  }
  return { graph, names };
}

describe("GraphService", () => {
  it("publishes what a full recomputation gives, after any epochs, restarts and rollbacks", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        await test.database.query("truncate artists, edges, staged_artists, staged_collaborations");
        await test.database.query("update graph_state set graph_version = 0");
        const recording: Recording = { published: [], rejected: [] };
        let service = new GraphService(new GraphRepository());
        for (const step of all) {
          if (step.trouble === "restart") service = new GraphService(new GraphRepository());
          if (step.trouble === "rollback") await undoneEpoch(service, step);
          await runEpoch(service, step, recording);
        }
        expect(recording.rejected).toEqual([]);
        const { graph, names } = truth(all);
        const expected = new Map<string, Omit<GraphArtist, "graphVersion">>();
        for (let id = 0; id < graph.adjacency.artistCount; id += 1) {
          const mbid = graph.adjacency.mbids.mbidOf(id);
          const row = names.get(mbid);
          const degree = graph.adjacency.degree(id);
          if (row === undefined && degree === 0) continue;
          expected.set(mbid, {
            artist: mbid,
            name: row?.name ?? "",
            degree,
            weightedDegree: graph.weightedDegree(id),
            embedding: [...graph.embeddingOf(id)],
            popularity: row?.popularity ?? null,
          });
        }
        const artists = new Map(
          [...folded<GraphArtist>(recording, "graph.artists")].map(([key, value]) => [
            key,
            withoutVersion(value),
          ]),
        );
        expect(artists).toEqual(expected);
        expectDeltasToFoldTo(recording, graph);
      }),
      { numRuns: 60 },
    );
  });

  it("sets aside what is no collaboration and keeps the rest", async () => {
    const recording: Recording = { published: [], rejected: [] };
    const service = new GraphService(new GraphRepository());
    const [a, b] = [numberedMbid(1), numberedMbid(2)];
    await test.database.transaction(async (transaction) => {
      const context = recordingContext(transaction, recording);
      await service.stageArtists([record<CatalogArtist>("nobody", null)], context);
      await service.stageCollaborations(
        [
          record(`${a}:${a}`, { artistA: a, artistB: a, weight: 1, firstRecording: 1 }),
          record(`${a}:${b}`, { artistA: a, artistB: b, weight: 7, firstRecording: 1 }),
        ],
        context,
      );
    });
    expect(recording.rejected).toEqual(["GRAPH_INVALID_MBID", "GRAPH_SELF_LOOP"]);
    const staged = await test.database.query("select weight from staged_collaborations");
    expect(staged).toContainEqual({ weight: 7 });
  });
});

function withoutVersion({ graphVersion, ...rest }: GraphArtist): Omit<GraphArtist, "graphVersion"> {
  expect(graphVersion).toBeGreaterThanOrEqual(0);
  return rest;
}

function expectDeltasToFoldTo({ published }: Recording, graph: CollaborationGraph): void {
  const deltas = published
    .filter(({ topic }) => topic === "graph.deltas")
    .map(({ value }) => value as GraphDelta);
  expect(deltas.map(({ graphVersion }) => graphVersion)).toEqual(deltas.map((_, i) => i + 1));
  const replica = new CollaborationGraph();
  for (const { kind, artistA, artistB, weight, firstRecording } of deltas) {
    const change =
      kind === "edgeRemoved"
        ? replica.remove(artistA, artistB)
        : replica.set(artistA, artistB, weight, firstRecording);
    expect(change?.kind).toBe(kind);
  }
  const edgesOf = (of: CollaborationGraph): string[] => {
    const edges: string[] = [];
    const { mbids } = of.adjacency;
    of.adjacency.forEachEdge((a, b, weight, first) => {
      const pair = [mbids.mbidOf(a), mbids.mbidOf(b)].sort();
      edges.push(`${pair.join(":")} ${weight} ${first}`);
    });
    return edges.sort();
  };
  expect(edgesOf(replica)).toEqual(edgesOf(graph));
}
