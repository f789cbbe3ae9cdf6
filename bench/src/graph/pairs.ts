import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type AdjacencyIndex, type SharedGraph, shareGraph } from "@interlude/core-graph";
import { fastest, timed } from "./latencies.js";
import { type PairTotal, sweepPairs } from "./pair-total.js";
import type { PairWork } from "./pair-worker.js";

export interface PairSpeed {
  readonly seconds: number;
  readonly pairsPerSecond: number;
}

export interface PairsMeasurement {
  /** Unordered pairs at distance two; the three features of each are computed once. */
  readonly pairs: number;
  /** Σ Adamic–Adar over all pairs: must never change. */
  readonly adamicAdar: number;
  /** One thread, on the adjacency index. */
  readonly oneThread: PairSpeed;
  /** Copying the graph to shared memory. */
  readonly shareSeconds: number;
  /** Worker threads, on one shared copy. */
  readonly workers: readonly (PairSpeed & { readonly threads: number })[];
  /** Speed of two worker threads relative to one. */
  readonly twoThreadsToOne: number;
}

/** Measures all pairs' features, on one thread and on two. @throws Error if two ways give different totals. */
export async function measurePairs(adjacency: AdjacencyIndex, rounds: number): Promise<PairsMeasurement> {
  const inProcess = fastest(rounds, () => sweepPairs(adjacency));
  const shared = timed(() => shareGraph(adjacency));
  const workers: (PairSpeed & { threads: number })[] = [];
  for (const threads of [1, 2]) {
    const { seconds, total } = await sweepInWorkers(shared.result, threads, rounds);
    checkSame(inProcess.result, total, `${threads} worker threads`);
    workers.push({ threads, ...speedOf(total, seconds) });
  }
  return {
    pairs: inProcess.result.pairs,
    adamicAdar: inProcess.result.adamicAdar,
    oneThread: speedOf(inProcess.result, inProcess.seconds),
    shareSeconds: shared.seconds,
    workers,
    twoThreadsToOne: workers[0]!.seconds / workers[1]!.seconds,
  };
}

/** @throws Error unless two totals are the same up to rounding of their sums */
export function checkSame(ours: PairTotal, others: PairTotal, peer: string): void {
  const off = Math.abs(ours.adamicAdar - others.adamicAdar);
  if (ours.pairs === others.pairs && off <= 1e-6 * ours.adamicAdar) return;
  throw new Error(
    `${peer} found ${others.pairs} pairs, Σ ${others.adamicAdar}; one thread ${ours.pairs}, Σ ${ours.adamicAdar}`,
  );
}

export function speedOf({ pairs }: { readonly pairs: number }, seconds: number): PairSpeed {
  return { seconds, pairsPerSecond: Math.round(pairs / seconds) };
}

async function sweepInWorkers(
  graph: SharedGraph,
  threads: number,
  rounds: number,
): Promise<{ seconds: number; total: PairTotal }> {
  const next = new Int32Array(new SharedArrayBuffer(4));
  const work: PairWork = { graph, next };
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL("./pair-worker.js", import.meta.url), { workerData: work }),
  );
  try {
    await Promise.all(workers.map((worker) => once(worker, "online")));
    let seconds = Infinity;
    let total: PairTotal = { pairs: 0, adamicAdar: 0 };
    for (let round = 0; round < rounds; round += 1) {
      Atomics.store(next, 0, 0);
      const start = performance.now();
      const results = workers.map((worker) => once(worker, "message") as Promise<[PairTotal]>);
      for (const worker of workers) worker.postMessage("round", []);
      const parts = (await Promise.all(results)).map(([part]) => part);
      seconds = Math.min(seconds, (performance.now() - start) / 1000);
      total = {
        pairs: parts.reduce((sum, part) => sum + part.pairs, 0),
        adamicAdar: parts.reduce((sum, part) => sum + part.adamicAdar, 0),
      };
    }
    return { seconds, total };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
