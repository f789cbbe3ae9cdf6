import { once } from "node:events";
import { Worker } from "node:worker_threads";
import {
  type CollaborationGraph,
  type EmbeddingWork,
  type WidenedChunk,
  prepareEmbedding,
} from "@interlude/core-graph";
import { runCooperatively } from "./run-cooperatively.js";

/** With fewer edges the embedding is computed before worker threads would have started. */
const MIN_EDGES_FOR_THREADS = 200_000;
/** If more than this share of the edges changes … */
const RECOMPUTE_SHARE = 1 / 8;
/** … and at least so many, computing embedding and structure anew is cheaper than updating them. */
const MIN_CHANGES_TO_RECOMPUTE = 1_000;

/** Whether embedding and structure should be dropped before so many changes, and derived again after them. */
export function isCheaperToRecompute({ adjacency }: CollaborationGraph, changes: number): boolean {
  return changes >= Math.max(MIN_CHANGES_TO_RECOMPUTE, adjacency.edgeCount * RECOMPUTE_SHARE);
}

/**
 * Computes embedding and structure unless they are there: before the changes of an epoch, whose effect on them is
 * published. Takes seconds with millions of edges, during which the process stays responsive and the graph must not
 * change.
 */
export async function derive(
  graph: CollaborationGraph,
  minEdgesForThreads = MIN_EDGES_FOR_THREADS,
): Promise<void> {
  const embedding =
    graph.hasEmbedding || graph.adjacency.edgeCount < minEdgesForThreads
      ? runCooperatively(graph.deriveEmbedding())
      : deriveInThreads(graph);
  await Promise.all([embedding, runCooperatively(graph.deriveStructure())]);
}

async function deriveInThreads(graph: CollaborationGraph): Promise<void> {
  const { work, rows, threads } = await runCooperatively(prepareEmbedding(graph.adjacency));
  const workers = Array.from({ length: threads }, () => startWorker(work));
  try {
    const results = await Promise.all(workers.map((worker) => resultOf(worker)));
    for (const widened of results) rows.replaceChunks(widened);
  } finally {
    // If one fails, the others would wait for its chunks.
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  graph.setEmbedding(rows);
}

function startWorker(work: EmbeddingWork): Worker {
  return new Worker(new URL("embedding-worker.js", import.meta.url), { workerData: work });
}

async function resultOf(worker: Worker): Promise<WidenedChunk[]> {
  const ended = once(worker, "exit").then(([code]) => {
    throw new Error(`an embedding's thread ended with code ${code}`);
  });
  ended.catch(() => {});
  const [widened] = (await Promise.race([once(worker, "message"), ended])) as [WidenedChunk[]];
  return widened;
}
