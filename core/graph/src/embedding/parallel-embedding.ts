import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import type { EmbeddingRows, SumChunk } from "./embedding-rows.js";
import { emptyRows, gatherFirstHop, gatherSecondHop } from "./full-embedding.js";
import { type SharedGraph, SharedLists, shareGraphTask } from "../adjacency/shared-graph.js";
import type { CooperativeTask } from "../cooperative-task.js";
import { SumRows } from "./sum-rows.js";

const INT16_MAX = 2 ** 15 - 1;
const [FIRST_TAKEN, FIRST_DONE, SECOND_TAKEN] = [0, 1, 2];

/** An embedding that several threads compute together. It is on shared memory: posting it copies nothing. */
export interface EmbeddingWork {
  readonly graph: SharedGraph;
  readonly rows: EmbeddingRows;
  /** Counters: chunks of the first hop that were taken, that are done, and chunks of the second hop that were taken. */
  readonly progress: Int32Array<SharedArrayBuffer>;
}

/** A chunk that needed 32 bits and was therefore reallocated by the thread that computed it. */
export type WidenedChunk = readonly [chunk: number, sums: SumChunk];

/** Prepares the shared state of {@link doEmbeddingWork}, to be run by `threads` worker threads. */
export function* prepareEmbedding(
  adjacency: AdjacencyIndex,
): CooperativeTask<{ work: EmbeddingWork; rows: SumRows; threads: 1 | 2 }> {
  const rows = yield* emptyRows(adjacency);
  const graph = yield* shareGraphTask(adjacency);
  const { sums, seeds } = rows;
  const progress = new Int32Array(new SharedArrayBuffer(12));
  let largest = 0;
  for (let artist = 0; artist < adjacency.artistCount; artist += 1) {
    largest = Math.max(largest, adjacency.degree(artist));
  }
  const work = { graph, rows: { sums, seeds, rows: rows.rows }, progress };
  // A first hop beyond 16 bits would be in a reallocated chunk, which the other thread does not see.
  return { work, rows, threads: largest > INT16_MAX ? 1 : 2 };
}

/**
 * The part of a worker thread: computes chunk after chunk until none is left, and waits for the other threads between the
 * two hops.
 */
export function doEmbeddingWork({ graph, rows: shared, progress }: EmbeddingWork): WidenedChunk[] {
  const rows = new SumRows(shared);
  const lists = new SharedLists(graph);
  const chunks = rows.sums.length;
  for (;;) {
    const chunk = Atomics.add(progress, FIRST_TAKEN, 1);
    if (chunk >= chunks) break;
    gatherFirstHop(lists, rows, chunk);
    if (Atomics.add(progress, FIRST_DONE, 1) + 1 === chunks) Atomics.notify(progress, FIRST_DONE);
  }
  for (;;) {
    const done = Atomics.load(progress, FIRST_DONE);
    if (done === chunks) break;
    Atomics.wait(progress, FIRST_DONE, done, 100);
  }
  for (;;) {
    const chunk = Atomics.add(progress, SECOND_TAKEN, 1);
    if (chunk >= chunks) break;
    gatherSecondHop(lists, rows, chunk);
  }
  return [...rows.sums.entries()].filter(([chunk, sums]) => sums !== shared.sums[chunk]);
}
