import { Worker } from "node:worker_threads";
import type { SharedGraph } from "@interlude/core-graph";

/** Computes the communities of a graph: by artist id, numbered from 0, -1 for artists of degree 0. */
export interface CommunityFinder {
  find(graph: SharedGraph): Promise<Int32Array>;
}

export const COMMUNITY_FINDER = Symbol("community finder");

/** Computes in worker threads, one a computation. */
export class WorkerCommunityFinder implements CommunityFinder {
  find(graph: SharedGraph): Promise<Int32Array> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(new URL("community-worker.js", import.meta.url), { workerData: graph });
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", (code) => reject(new Error(`the communities' thread ended with code ${code}`)));
    });
  }
}
