import {
  type CatalogArtist,
  type GraphArtist,
  type GraphDelta,
  topics,
  vectorBytes,
} from "@interlude/contracts";
import { CollaborationGraph, attributeVector } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import {
  type Recording,
  type TestDatabase,
  createTestDatabase,
  recordingContext,
} from "@interlude/infra-testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { edgesOf } from "./testing/edges.js";
import { emptyGraph, startGraphProcess } from "./testing/graph-process.js";
import { runEpoch, rolledBackEpoch } from "./testing/run-epoch.js";
import {
  type EpochInput,
  type ExpectedState,
  catalogArtist,
  record,
  epochInputs,
  expectedState,
} from "./testing/epoch-inputs.js";
import "@interlude/core-graph/testing/report-properties";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "graph");
});
afterAll(() => test.dispose());
beforeEach(() => emptyGraph(test.database));

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

describe("GraphService", () => {
  it("publishes what a full recomputation gives, after any epochs, restarts, snapshots and rollbacks", async () => {
    await fc.assert(
      fc.asyncProperty(epochInputs, async (all) => {
        await emptyGraph(test.database);
        const recording: Recording = { published: [], rejected: [] };
        let process = startGraphProcess(test.database);
        for (const input of all) {
          if (input.fault === "restart" || input.fault === "snapshot")
            process = startGraphProcess(test.database);
          if (input.fault === "rollback") await rolledBackEpoch(test.database, process, input);
          await runEpoch(test.database, process, input, recording);
          if (input.fault === "snapshot") {
            process.snapshots.saveIfDue();
            await process.snapshots.waitForSave();
          }
        }
        const expected = expectedState(all);
        expect(recording.rejected).toEqual(expected.unknown.map(() => "GRAPH_UNKNOWN_ARTIST"));
        expectArtists(recording, expected);
        expectNews(recording);
        expectDeltasToFoldTo(recording, expected.graph);
      }),
      { numRuns: 50 },
    );
  });

  it("publishes an artist only when its record changes", async () => {
    const process = startGraphProcess(test.database);
    const input: EpochInput = {
      pairs: [{ a: 1, b: 2, weight: 3 }],
      artists: [1, 2, 3].map((n) => ({ n, name: `artist ${n}`, popularity: n })),
      fault: "none",
    };
    const published = async (next: EpochInput): Promise<string[]> => {
      const recording: Recording = { published: [], rejected: [] };
      await runEpoch(test.database, process, next, recording);
      return recording.published
        .filter(({ topic }) => topic === topics.graphArtists.name)
        .map(({ key }) => key);
    };
    expect(await published(input)).toEqual([1, 2, 3].map(numberedMbid));
    expect(await published(input)).toEqual([]);
    const otherFirstRecording = { ...input, pairs: [{ a: 1, b: 2, weight: 0 }] };
    expect(await published(otherFirstRecording)).toEqual([1, 2].map(numberedMbid));
  });

  it("keeps the newer of two records of a pair, and ignores one that equals the edge", async () => {
    const process = startGraphProcess(test.database);
    const artists = [1, 2].map((n) => ({ n, name: `artist ${n}`, popularity: null }));
    const first: Recording = { published: [], rejected: [] };
    const twice = [4, 5].map((weight) => ({ a: 1, b: 2, weight }));
    await runEpoch(test.database, process, { pairs: twice, artists, fault: "none" }, first);
    expect([...folded<GraphDelta>(first, "graph.deltas").values()]).toMatchObject([
      { weight: 5, graphVersion: 1 },
    ]);
    const again: Recording = { published: [], rejected: [] };
    await runEpoch(
      test.database,
      process,
      { pairs: [{ a: 1, b: 2, weight: 5 }], artists, fault: "none" },
      again,
    );
    expect(again.published).toEqual([]);
  });

  it("rejects invalid artists and collaborations and keeps the rest", async () => {
    const recording: Recording = { published: [], rejected: [] };
    const { service } = startGraphProcess(test.database);
    const [a, b] = [numberedMbid(1), numberedMbid(2)];
    const pair = { artistA: a, artistB: b, weight: 7, firstRecording: 1, kinds: [] };
    await test.database.transaction(async (transaction) => {
      const context = recordingContext(transaction, recording);
      await service.stageArtists(
        [
          record<CatalogArtist>("no-mbid", null),
          record(a, catalogArtist(b)),
          record(a, catalogArtist(a, { popularity: NaN })),
        ],
        context,
      );
      await service.stageCollaborations(
        [
          record(`${a}:${a}`, { ...pair, artistB: a }),
          record(`${a}:${b}`, { ...pair, weight: 0 }),
          record(`${a}:${b}`, { ...pair, weight: NaN }),
          record(`${b}:${a}`, pair),
          record(`${a}:${b}`, pair),
        ],
        context,
      );
    });
    expect(recording.rejected).toEqual([
      "GRAPH_INVALID_MBID",
      "GRAPH_INVALID_MBID",
      "GRAPH_INVALID_ARTIST",
      "GRAPH_SELF_LOOP",
      "GRAPH_INVALID_WEIGHT",
      "GRAPH_INVALID_WEIGHT",
      "GRAPH_MALFORMED_PAIR",
    ]);
    expect(await test.database.query("select weight from staged_collaborations")).toEqual([{ weight: 7 }]);
  });

  it("rejects a collaboration of an unknown artist", async () => {
    const process = startGraphProcess(test.database);
    const recording: Recording = { published: [], rejected: [] };
    const artists = [{ n: 1, name: "known", popularity: null }];
    await runEpoch(
      test.database,
      process,
      { pairs: [{ a: 1, b: 2, weight: 3 }], artists, fault: "none" },
      recording,
    );
    expect(recording.rejected).toEqual(["GRAPH_UNKNOWN_ARTIST"]);
    expect(folded(recording, "graph.deltas").size).toBe(0);
    expect(process.memory.idle?.graph.graph.adjacency.edgeCount).toBe(0);
  });
});

function expectArtists(recording: Recording, { graph, catalogue }: ExpectedState): void {
  const expected = new Map<string, Partial<GraphArtist>>();
  const known = new Set(catalogue.keys());
  for (let id = 0; id < graph.adjacency.artistCount; id += 1) known.add(graph.adjacency.mbids.mbidOf(id));
  for (const artist of known) {
    const id = graph.adjacency.intern(artist);
    const row = catalogue.get(artist);
    const degree = graph.adjacency.degree(id);
    const structure = new CollaborationGraph(graph.adjacency).structureOf(id);
    if (row === undefined && degree === 0) continue;
    expected.set(artist, {
      artist,
      name: row?.name ?? "",
      degree,
      weightedDegree: graph.adjacency.weightedDegree(id),
      embedding: vectorBytes(graph.embeddingOf(id)),
      popularity: row?.popularity ?? null,
      coreNumber: degree === 0 ? 0 : structure.coreNumber,
      clustering: degree === 0 ? 0 : structure.clustering,
      component: degree === 0 ? null : structure.component,
      attributes:
        row === undefined
          ? Buffer.alloc(0)
          : vectorBytes(attributeVector({ ...row, genres: row.genres.map(({ name }) => name) })),
    });
  }
  const artists = [...folded<GraphArtist>(recording, "graph.artists")];
  expect(new Map(artists.map(([key, value]) => [key, withoutCommunity(value)]))).toEqual(expected);
}

/** Each record of an artist differs from the previous one. */
function expectNews({ published }: Recording): void {
  const last = new Map<string, unknown>();
  for (const { topic, key, value } of published) {
    if (topic !== topics.graphArtists.name) continue;
    const content =
      value === null ? null : { ...(value as GraphArtist), graphVersion: null, communityVersion: null };
    expect(content).not.toEqual(last.get(key) ?? null);
    last.set(key, content);
  }
}

/** What follows from the graph as it is. Communities are as of a graph before. */
function withoutCommunity({
  graphVersion,
  community,
  communityVersion,
  ...rest
}: GraphArtist): Partial<GraphArtist> {
  expect(graphVersion).toBeGreaterThanOrEqual(communityVersion ?? 0);
  expect(community === null).toBe(communityVersion === null);
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
  expect(edgesOf(replica)).toEqual(edgesOf(graph));
}
