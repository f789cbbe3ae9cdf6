import { type GraphDelta, topics } from "@interlude/contracts";
import { type Recording, type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { edgesOf } from "./testing/edges.js";
import { type EpochInput, expectedState } from "./testing/epoch-inputs.js";
import { type GraphProcess, emptyGraph, startGraphProcess } from "./testing/graph-process.js";
import { runEpoch } from "./testing/run-epoch.js";
import { SKIPPED_VERSIONS, rebuild, requestSnapshot } from "./rebuild.js";

const ARTISTS = 8;

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "graph");
});
afterAll(() => test.dispose());
beforeEach(() => emptyGraph(test.database));

const artists = Array.from({ length: ARTISTS }, (_, n) => ({ n, name: `artist ${n}`, popularity: null }));
const world: EpochInput = {
  artists,
  pairs: Array.from({ length: ARTISTS - 1 }, (_, n) => ({ a: n, b: n + 1, weight: n + 1 })),
  fault: "none",
};
const fewer: EpochInput = {
  artists: [],
  pairs: [
    { a: 0, b: 1, weight: 0 },
    { a: 0, b: 2, weight: 3 },
  ],
  fault: "none",
};
const nothing: EpochInput = { artists: [], pairs: [], fault: "none" };

async function run(process: GraphProcess, ...inputs: EpochInput[]): Promise<Recording> {
  const recording: Recording = { published: [], rejected: [] };
  for (const one of inputs) await runEpoch(test.database, process, one, recording);
  return recording;
}

function deltasOf({ published }: Recording): GraphDelta[] {
  return published.flatMap(({ topic, value }) =>
    topic === topics.graphDeltas.name ? [value as GraphDelta] : [],
  );
}

/** The edges of a snapshot as `edgesOf` writes them, checked against its end, and its version. */
function snapshotOf(recording: Recording): { edges: string[]; version: number } {
  const items = deltasOf(recording).filter(({ kind }) => kind.startsWith("snapshot"));
  const end = items.at(-1)!;
  const edges = items.slice(0, -1);
  expect(end).toMatchObject({ kind: "snapshotEnd", weight: edges.length });
  expect(new Set(items.map(({ graphVersion }) => graphVersion))).toEqual(new Set([end.graphVersion]));
  return {
    version: end.graphVersion,
    edges: edges
      .map(
        ({ artistA, artistB, weight, firstRecording }) => `${artistA}:${artistB} ${weight} ${firstRecording}`,
      )
      .sort(),
  };
}

describe("the graph's snapshots in graph.deltas", () => {
  it("come with the next epoch when they are asked for, and once", async () => {
    const process = startGraphProcess(test.database);
    await run(process, world);
    await test.database.query(requestSnapshot);
    const asked = await run(process, fewer);
    const { graph, changes } = expectedState([world, fewer]);
    expect(snapshotOf(asked)).toEqual({ version: changes, edges: edgesOf(graph) });
    // After the changes of its epoch, which readers in step take instead.
    expect(deltasOf(asked)[0]!.kind).toBe("edgeRemoved");
    expect(deltasOf(await run(process, nothing))).toEqual([]);
  });

  it("come again before the topic has forgotten the last one", async () => {
    const process = startGraphProcess(test.database);
    await run(process, world);
    await test.database.query("update graph_state set snapshot_published_at = now() - interval '73 hours'");
    expect(snapshotOf(await run(process, nothing)).edges).toHaveLength(ARTISTS - 1);
    expect(deltasOf(await run(process, nothing))).toEqual([]);
  });
});

/** As `interlude rebuild` does, which gives the tables another identity. */
async function clearTables(): Promise<void> {
  const identity = "update stage_state set state_id = gen_random_uuid()";
  await test.database.transaction((transaction) => transaction.run([...rebuild, identity]));
}

describe("a rebuild of the graph", () => {
  it("comes to the graph of a fresh run, above every version that it has published", async () => {
    const before = startGraphProcess(test.database);
    const { version: published } = {
      version: deltasOf(await run(before, world, fewer)).at(-1)!.graphVersion,
    };
    await clearTables();
    // What compacted topics say, as one epoch.
    const newest: EpochInput = { artists, pairs: [...world.pairs.slice(1), fewer.pairs[1]!], fault: "none" };
    const process = startGraphProcess(test.database);
    const recording = await run(process, newest);
    const { graph } = expectedState([newest]);
    expect(edgesOf(process.memory.idle!.graph.graph)).toEqual(edgesOf(graph));
    const { edges, version } = snapshotOf(recording);
    expect(edges).toEqual(edgesOf(graph));
    expect(version).toBe(process.memory.idle!.graph.version);
    const versions = deltasOf(recording).map(({ graphVersion }) => graphVersion);
    expect(Math.min(...versions)).toBe(published + SKIPPED_VERSIONS + 1);
    const vertices = new Set(
      recording.published.flatMap(({ topic, key }) => (topic === topics.graphArtists.name ? [key] : [])),
    );
    expect(vertices.size).toBe(ARTISTS);
  });

  it("tells readers that no edge is left, if there is none", async () => {
    await run(startGraphProcess(test.database), world);
    await clearTables();
    const recording = await run(startGraphProcess(test.database), nothing);
    expect(snapshotOf(recording)).toEqual({ version: world.pairs.length + SKIPPED_VERSIONS, edges: [] });
  });

  it("is noticed by a process that holds the graph from before", async () => {
    const process = startGraphProcess(test.database);
    await run(process, world);
    await clearTables();
    await run(process, fewer, { ...nothing, artists });
    expect(edgesOf(process.memory.idle!.graph.graph)).toEqual([]);
  });
});
