import { parentPort, workerData } from "node:worker_threads";
import { type SharedGraph, SharedLists } from "@interlude/core-graph";
import { TwoHopPairs } from "@interlude/core-links";
import { sweepPairs } from "./pair-total.js";

/** Artists that a thread takes at a time: few enough that all threads finish at about the same time. */
const BLOCK = 256;

/** The worker data of a thread. */
export interface PairWork {
  readonly graph: SharedGraph;
  /** The next artist that no worker has taken yet. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

const { graph, next } = workerData as PairWork;
const lists = new SharedLists(graph);
const sweep = new TwoHopPairs(lists);

// Each message is a round.
parentPort!.on("message", () => {
  let pairs = 0;
  let adamicAdar = 0;
  for (;;) {
    const from = Atomics.add(next, 0, BLOCK);
    if (from >= lists.artistCount) break;
    const block = sweepPairs(lists, sweep, from, Math.min(from + BLOCK, lists.artistCount));
    pairs += block.pairs;
    adamicAdar += block.adamicAdar;
  }
  parentPort!.postMessage({ pairs, adamicAdar }, []);
});
