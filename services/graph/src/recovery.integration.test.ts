import { type GraphDelta, topics } from "@interlude/contracts";
import { type Recording, type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { SnapshotStore } from "./snapshots/snapshot-store.js";
import { edgesOf } from "./testing/edges.js";
import { type GraphProcess, emptyGraph, startGraphProcess } from "./testing/graph-process.js";
import { MemorySnapshotStore } from "./testing/memory-snapshot-store.js";
import { runEpoch } from "./testing/run-epoch.js";
import { type EpochInput, expectedState } from "./testing/epoch-inputs.js";

const ARTISTS = 50;

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "graph");
});
afterAll(() => test.dispose());
beforeEach(() => emptyGraph(test.database));

/** Sets, reweighs or removes the pairs of two artists at a distance from each other. */
function ringInput(distance: number, weight: number, artists = 0): EpochInput {
  const pairs = Array.from({ length: ARTISTS }, (_, n) => {
    const other = (n + distance) % ARTISTS;
    return { a: Math.min(n, other), b: Math.max(n, other), weight };
  });
  return {
    pairs,
    artists: Array.from({ length: artists }, (_, n) => ({ n, name: `artist ${n}`, popularity: null })),
    fault: "none",
  };
}

/** One epoch before the snapshot; afterwards an edge of each fate: removed, reweighted, new, removed and back. */
const beforeSnapshot: EpochInput = {
  ...ringInput(1, 1, ARTISTS),
  pairs: [...ringInput(1, 1).pairs, ...ringInput(7, 1).pairs],
};
const SNAPSHOT_VERSION = 2 * ARTISTS;
const afterSnapshot = [
  ringInput(1, 0),
  ringInput(2, 1),
  ringInput(2, 5),
  ringInput(1, 2),
  ringInput(3, 1),
  ringInput(3, 0),
  ringInput(7, 0),
];
const all = [beforeSnapshot, ...afterSnapshot];

async function run(process: GraphProcess, steps: readonly EpochInput[]): Promise<GraphDelta[]> {
  const recording: Recording = { published: [], rejected: [] };
  for (const input of steps) await runEpoch(test.database, process, input, recording);
  const deltas = recording.published.filter(({ topic }) => topic === topics.graphDeltas.name);
  return deltas.map(({ value }) => value as GraphDelta);
}

/** A graph with a snapshot of its first epoch and more epochs after it. */
async function graphWithSnapshot(store: SnapshotStore): Promise<void> {
  const process = startGraphProcess(test.database, store);
  await run(process, [beforeSnapshot]);
  process.snapshots.saveIfDue();
  await process.snapshots.waitForSave();
  await run(process, afterSnapshot);
  expect((await store.latest())?.graphVersion).toBe(SNAPSHOT_VERSION);
}

/** Restarts on a store, checks that the graph is the same, and returns the version of the snapshot that it was loaded from. */
async function restart(store: SnapshotStore): Promise<{ process: GraphProcess; from: number | null }> {
  const process = startGraphProcess(test.database, store);
  await process.memory.preload();
  const { graph, version } = process.memory.idle!.graph;
  const expected = expectedState(all);
  expect(edgesOf(graph)).toEqual(edgesOf(expected.graph));
  expect(version).toBe(expected.changes);
  return { process, from: process.memory.idle!.snapshotVersion };
}

async function refusals({ metrics }: GraphProcess): Promise<string[]> {
  const { values } = await metrics.registry.getSingleMetric("interlude_graph_snapshots_refused_total")!.get();
  return values.map(({ labels, value }) => `${String(labels["code"])} ${value}`);
}

/** A store whose newest snapshot has other bytes than were saved. */
async function damaged(
  store: MemorySnapshotStore,
  damage: (bytes: Buffer) => Buffer,
): Promise<SnapshotStore> {
  const saved = (await store.latest())!;
  const pieces: Uint8Array[] = [];
  for await (const piece of saved.pieces()) pieces.push(piece);
  await store.save(saved, [damage(Buffer.concat(pieces))]);
  return store;
}

describe("a restart", () => {
  it("replays what changed after the snapshot", async () => {
    const store = new MemorySnapshotStore();
    await graphWithSnapshot(store);
    const { process, from } = await restart(store);
    expect(from).toBe(SNAPSHOT_VERSION);
    expect(await refusals(process)).toEqual([]);
  });

  it("goes on with the next version", async () => {
    const store = new MemorySnapshotStore();
    await graphWithSnapshot(store);
    const { process } = await restart(store);
    const next = await run(process, [ringInput(4, 1)]);
    const { changes } = expectedState(all);
    expect(next.map(({ graphVersion }) => graphVersion)).toEqual(next.map((_, n) => changes + 1 + n));
  });

  it("builds the graph from its table where there is no snapshot", async () => {
    await graphWithSnapshot(new MemorySnapshotStore());
    expect((await restart(new MemorySnapshotStore())).from).toBeNull();
  });

  it.each([
    ["is cut short", (bytes: Buffer) => bytes.subarray(0, bytes.length - 40), "GRAPH_SNAPSHOT_TRUNCATED"],
    ["is empty", () => Buffer.alloc(0), "GRAPH_SNAPSHOT_TRUNCATED"],
    ["has another bit", (bytes: Buffer) => flipped(bytes, bytes.length - 200), "GRAPH_SNAPSHOT_CORRUPT"],
    [
      "is something else",
      () => Buffer.from("not a snapshot of a graph at all. ".repeat(9)),
      "GRAPH_SNAPSHOT_UNRECOGNIZED",
    ],
    ["is of a format to come", (bytes: Buffer) => flipped(bytes, 8), "GRAPH_SNAPSHOT_VERSION"],
  ])(
    "rejects a snapshot that %s, reports it, and builds the graph from its table",
    async (_, damage, code) => {
      const store = new MemorySnapshotStore();
      await graphWithSnapshot(store);
      const { process, from } = await restart(await damaged(store, damage));
      expect(from).toBeNull();
      expect(await refusals(process)).toEqual([`${code} 1`]);
      // It is not tried again, and a good one is saved in its place.
      expect(await store.latest()).toBeNull();
      process.snapshots.saveIfDue();
      await process.snapshots.waitForSave();
      expect((await restart(store)).from).toBe(expectedState(all).changes);
    },
  );

  it("rejects a snapshot that does not agree with the table", async () => {
    const store = new MemorySnapshotStore();
    await graphWithSnapshot(store);
    await test.database.query("delete from removed_edges");
    const { process, from } = await restart(store);
    expect(from).toBeNull();
    expect(await refusals(process)).toEqual(["GRAPH_SNAPSHOT_CORRUPT 1"]);
  });

  it("deletes the removals that a snapshot has applied", async () => {
    const store = new MemorySnapshotStore();
    await graphWithSnapshot(store);
    await store.clear();
    const { process } = await restart(store);
    process.snapshots.saveIfDue();
    await process.snapshots.waitForSave();
    expect(await test.database.query("select count(*) from removed_edges")).toEqual([{ count: 0 }]);
    await run(process, [ringInput(2, 0)]);
    const again = startGraphProcess(test.database, store);
    await again.memory.preload();
    expect(edgesOf(again.memory.idle!.graph.graph)).toEqual(
      edgesOf(expectedState([...all, ringInput(2, 0)]).graph),
    );
  });

  it("finds a snapshot that was saved although the next epoch had begun", async () => {
    const store = new MemorySnapshotStore();
    const process = startGraphProcess(test.database, store);
    await run(process, [beforeSnapshot]);
    await test.database.transactionOnce(async (epoch) => {
      // The stage has this lock from the beginning of an epoch's end, and then waits for what memory is doing.
      await epoch.query("select from stage_state for update");
      process.snapshots.saveIfDue();
      await process.snapshots.waitForSave();
    });
    expect((await store.latest())?.graphVersion).toBe(SNAPSHOT_VERSION);
  });

  it("catches up with epochs that another replica completed", async () => {
    const store = new MemorySnapshotStore();
    const one = startGraphProcess(test.database, store);
    const other = startGraphProcess(test.database, store);
    await run(one, [beforeSnapshot]);
    const deltas = [];
    for (const [n, input] of afterSnapshot.entries())
      deltas.push(...(await run(n % 2 === 0 ? other : one, [input])));
    expect(deltas.map(({ graphVersion }) => graphVersion)).toEqual(
      deltas.map((_, n) => SNAPSHOT_VERSION + 1 + n),
    );
    expect(edgesOf(one.memory.idle!.graph.graph).length).toBeGreaterThan(0);
    await run(one, [ringInput(5, 1)]);
    expect(edgesOf(one.memory.idle!.graph.graph)).toEqual(
      edgesOf(expectedState([...all, ringInput(5, 1)]).graph),
    );
  });
});

describe("an epoch that changes most of the graph", () => {
  it("comes to the same as the changes one by one", async () => {
    const process = startGraphProcess(test.database);
    const artists = 60;
    const everything: EpochInput = {
      artists: Array.from({ length: artists }, (_, n) => ({ n, name: `artist ${n}`, popularity: null })),
      pairs: Array.from({ length: artists * artists }, (_, n) => ({
        a: n % artists,
        b: Math.floor(n / artists),
        weight: 1 + (n % 5),
      })).filter(({ a, b }) => a < b),
      fault: "none",
    };
    expect(everything.pairs.length).toBeGreaterThan(1_000);
    const half = {
      ...everything,
      artists: [],
      pairs: everything.pairs.map((pair, n) => ({ ...pair, weight: n % 2 })),
    };
    await run(process, [everything, half]);
    const expected = expectedState([everything, half]).graph;
    const { graph } = process.memory.idle!.graph;
    expect(edgesOf(graph)).toEqual(edgesOf(expected));
    const known = await test.database.query<{ artist: string }>("select artist from artists");
    expect(known).toHaveLength(artists);
    for (const { artist } of known) {
      const [here, there] = [graph.adjacency.mbids.find(artist), expected.adjacency.mbids.find(artist)];
      expect(graph.structureOf(here)).toEqual(expected.structureOf(there));
      expect(graph.embeddingOf(here)).toEqual(expected.embeddingOf(there));
    }
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 0x10;
  return copy;
}
