import { type Recording, type TestDatabase, backUp, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { edgesOf } from "./testing/edges.js";
import { type EpochInput, expectedState } from "./testing/epoch-inputs.js";
import { type GraphProcess, emptyGraph, startGraphProcess } from "./testing/graph-process.js";
import { MemorySnapshotStore } from "./testing/memory-snapshot-store.js";
import { runEpoch } from "./testing/run-epoch.js";

const ARTISTS = 12;

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "graph");
});
afterAll(() => test.dispose());
beforeEach(() => emptyGraph(test.database));

/** Gives so many pairs, from one on, a weight. */
function input(from: number, count: number, weight: number): EpochInput {
  return {
    artists: Array.from({ length: ARTISTS }, (_, n) => ({ n, name: `artist ${n}`, popularity: null })),
    pairs: Array.from({ length: count }, (_, n) => ({ a: from + n, b: from + n + 1, weight })),
    fault: "none",
  };
}

async function run(process: GraphProcess, ...inputs: EpochInput[]): Promise<void> {
  const recording: Recording = { published: [], rejected: [] };
  for (const one of inputs) await runEpoch(test.database, process, one, recording);
}

function expectGraph(process: GraphProcess, inputs: readonly EpochInput[]): void {
  expect(edgesOf(process.memory.idle!.graph.graph)).toEqual(edgesOf(expectedState(inputs).graph));
}

describe("two processes on a store that lost its last epoch", () => {
  const [first, lost, instead, next] = [input(0, 3, 1), input(4, 2, 1), input(7, 2, 1), input(0, 1, 2)];

  it("loads again the graph that has the same version and other contents", async () => {
    const store = new MemorySnapshotStore();
    const [one, other] = [startGraphProcess(test.database, store), startGraphProcess(test.database, store)];
    await run(one, first);
    const restore = await backUp(test.database);
    await run(one, lost);
    await restore();
    await run(other, instead);
    expect(other.memory.idle!.graph.version).toBe(one.memory.idle!.graph.version);
    await run(one, next);
    expectGraph(one, [first, instead, next]);
  });

  it("loads again the graph that is behind with an epoch that was lost", async () => {
    const store = new MemorySnapshotStore();
    const [one, other] = [startGraphProcess(test.database, store), startGraphProcess(test.database, store)];
    await run(one, first);
    const restore = await backUp(test.database);
    await run(one, lost);
    await restore();
    await run(other, instead, input(0, 2, 5));
    await run(one, next);
    expectGraph(one, [first, instead, input(0, 2, 5), next]);
  });

  it("saves no snapshot of an epoch that was lost, nor loads one", async () => {
    const store = new MemorySnapshotStore();
    const [one, other] = [startGraphProcess(test.database, store), startGraphProcess(test.database, store)];
    await run(one, first);
    const restore = await backUp(test.database);
    await run(one, lost);
    one.snapshots.saveIfDue();
    await one.snapshots.waitForSave();
    await restore();
    await run(other, instead);
    const third = startGraphProcess(test.database, store);
    await third.memory.preload();
    expectGraph(third, [first, instead]);
    await store.clear();
    one.snapshots.saveIfDue();
    await one.snapshots.waitForSave();
    expect(await store.latest()).toBeNull();
  });
});
