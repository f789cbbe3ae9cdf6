import { once } from "node:events";
import { Worker } from "node:worker_threads";
import {
  type CollaborationGraph,
  type EmbeddingWork,
  type WidenedChunk,
  prepareEmbedding,
} from "@interlude/core-graph";
import { runCooperatively } from "./run-cooperatively.js";

/** Fewer edges are done with before threads have started. */
export const FEWEST_EDGES_FOR_THREADS = 200_000;

/**
 * Has everything derived that is kept up to date with the graph: what moves before that nobody would hear of. Seconds
 * with millions of edges, in which the process goes on; the graph must not change meanwhile.
 */
export async function derive(
  graph: CollaborationGraph,
  fewestEdgesForThreads = FEWEST_EDGES_FOR_THREADS,
): Promise<void> {
  const embedding =
    graph.hasEmbedding || graph.adjacency.edgeCount < fewestEdgesForThreads
      ? runCooperatively(graph.deriveEmbedding())
      : deriveInThreads(graph);
  await Promise.all([embedding, runCooperatively(graph.deriveStructure())]);
}

async function deriveInThreads(graph: CollaborationGraph): Promise<void> {
  const { work, rows, threads } = await runCooperatively(prepareEmbedding(graph.adjacency));
  const workers = Array.from({ length: threads }, () => startOn(work));
  try {
    for (const widened of await Promise.all(workers.map((worker) => answerOf(worker))))
      rows.replaceChunks(widened);
  } finally {
    // One that failed leaves the others waiting for its part.
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  graph.setEmbedding(rows);
}

function startOn(work: EmbeddingWork): Worker {
  return new Worker(new URL("embedding-worker.js", import.meta.url), { workerData: work });
}

async function answerOf(worker: Worker): Promise<WidenedChunk[]> {
  const ended = once(worker, "exit").then(([code]) => {
    throw new Error(`an embedding's thread ended with code ${code}`);
  });
  ended.catch(() => {});
  const [widened] = (await Promise.race([once(worker, "message"), ended])) as [WidenedChunk[]];
  return widened;
}
