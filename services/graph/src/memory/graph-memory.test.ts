import { CollaborationGraph } from "@interlude/core-graph";
import type { Database, Transaction } from "@interlude/infra-postgres";
import { createLogger } from "@interlude/infra-runtime";
import { describe, expect, it } from "vitest";
import { GraphMemory } from "./graph-memory.js";
import type { GraphSource } from "./graph-source.js";
import type { GraphStateRepository, StoredState } from "./graph-state.repository.js";
import type { VersionedGraph } from "./versioned-graph.js";

const transaction = { query: async () => [] } as unknown as Transaction;
const database = {
  transaction: <Result>(work: (open: Transaction) => Promise<Result>) => work(transaction),
} as unknown as Database;

/** Memory over tables that are at a version, with a count of how often they were loaded. */
function memoryAt(
  version: number,
  failure?: Error,
): { memory: GraphMemory; loads: () => number; settle: (stateId: string | null) => void } {
  let loads = 0;
  let settled: string | null = `state ${version}`;
  const stored: StoredState = {
    graphVersion: version,
    stateId: `state ${version}`,
    removalsSince: 0,
    communitiesVersion: null,
    communitiesBegun: null,
    nextCommunity: 0,
    snapshotDue: false,
  };
  const states = {
    read: async () => stored,
    ledHere: async () => false,
    settledState: async () => settled,
  } as unknown as GraphStateRepository;
  const source: GraphSource = {
    load: async () => {
      loads += 1;
      if (failure !== undefined) throw failure;
      return {
        graph: { graph: new CollaborationGraph(), version, stateId: stored.stateId, communities: null },
        snapshotVersion: null,
      };
    },
    catchUp: async (_, from) => ({ ...from, version }),
  };
  const logger = createLogger({ service: "graph", level: "silent" });
  return {
    memory: new GraphMemory(database, states, source, logger),
    loads: () => loads,
    settle: (stateId) => (settled = stateId),
  };
}

const applied = async (before: VersionedGraph): Promise<{ after: VersionedGraph; result: string }> => ({
  after: { ...before, version: before.version + 1, stateId: `state ${before.version + 1}` },
  result: "done",
});

describe("GraphMemory", () => {
  it("loads once, and is idle at the version of the last epoch", async () => {
    const { memory, loads } = memoryAt(3);
    await memory.preload();
    expect(memory.idle?.graph.version).toBe(3);
    expect(await memory.epoch(transaction, applied)).toBe("done");
    expect(memory.idle?.graph.version).toBe(4);
    expect(loads()).toBe(1);
  });

  it("loads again after an epoch that failed or was rolled back", async () => {
    const { memory, loads } = memoryAt(3);
    const failure = new Error("no");
    await expect(memory.epoch(transaction, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(memory.idle).toBeNull();
    await memory.epoch(transaction, applied);
    memory.invalidate();
    expect(memory.idle).toBeNull();
    await memory.epoch(transaction, applied);
    expect(loads()).toBe(3);
  });

  it("discards the graph of an epoch that is rolled back while it is applied", async () => {
    const { memory } = memoryAt(3);
    await memory.epoch(transaction, (before) => {
      memory.invalidate();
      return applied(before);
    });
    expect(memory.idle).toBeNull();
  });

  it("is empty after a load that failed, and the next epoch loads", async () => {
    const { memory, loads } = memoryAt(3, new Error("no snapshot, no table"));
    await memory.preload();
    expect(await memory.waitUntilIdle(1)).toBe("loading");
    await expect(memory.epoch(transaction, applied)).rejects.toThrow("no snapshot, no table");
    expect(loads()).toBe(2);
  });

  it("lets readers wait for an epoch, and tells them if it takes too long", async () => {
    const { memory } = memoryAt(3);
    await memory.preload();
    let finish: () => void = () => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let start: () => void = () => {};
    const started = new Promise<void>((resolve) => (start = resolve));
    const epoch = memory.epoch(transaction, async (before) => {
      start();
      await finished;
      return applied(before);
    });
    await started;
    expect(await memory.waitUntilIdle(1)).toBe("epoch");
    const waiting = memory.waitUntilIdle(60_000);
    finish();
    await epoch;
    expect(await waiting).toMatchObject({ version: 4 });
  });

  it("is refreshed if another replica has committed an epoch, and not while one waits for its commit", async () => {
    const { memory, loads, settle } = memoryAt(3);
    await memory.refresh();
    expect([memory.idle?.graph.version, loads()]).toEqual([3, 1]);
    await memory.refresh();
    expect(loads()).toBe(1);
    await memory.epoch(transaction, applied);
    settle(null);
    await memory.refresh();
    expect([memory.idle?.graph.version, loads()]).toEqual([4, 1]);
    settle("state of another");
    await memory.refresh();
    expect([memory.idle?.graph.version, loads()]).toEqual([3, 2]);
  });

  it("runs exclusive work one after the other, whatever fails", async () => {
    const { memory } = memoryAt(3);
    const order: string[] = [];
    const failing = memory.runExclusive(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push("first");
      throw new Error("first");
    });
    const second = memory.runExclusive(async () => order.push("second"));
    await expect(failing).rejects.toThrow("first");
    await second;
    expect(order).toEqual(["first", "second"]);
  });
});
