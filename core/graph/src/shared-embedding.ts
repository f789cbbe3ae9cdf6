import type { AdjacencyIndex } from "./adjacency-index.js";
import type { EmbeddingRows, SumChunk } from "./embedding-rows.js";
import { emptyRows, gatherFirstHop, gatherSecondHop } from "./full-embedding.js";
import { type SharedGraph, SharedLists, slicedShareGraph } from "./shared-graph.js";
import type { Sliced } from "./slices.js";
import { SumRows } from "./sum-rows.js";

const INT16_MAX = 2 ** 15 - 1;
const [FIRST_TAKEN, FIRST_DONE, SECOND_TAKEN] = [0, 1, 2];

/** An embedding that several threads compute together: posted to each of them, it costs nothing. */
export interface EmbeddingWork {
  readonly graph: SharedGraph;
  readonly rows: EmbeddingRows;
  /** How many chunks of the first hop have been taken and are done, and how many of the second have been taken. */
  readonly progress: Int32Array<SharedArrayBuffer>;
}

/** A chunk that needed more than 16 bits, which nobody has but the thread that computed it. */
export type WidenedChunk = readonly [chunk: number, sums: SumChunk];

/** Prepares work for {@link doEmbeddingWork}. */
export function* prepareEmbedding(
  adjacency: AdjacencyIndex,
): Sliced<{ work: EmbeddingWork; rows: SumRows; threads: 1 | 2 }> {
  const rows = yield* emptyRows(adjacency);
  const graph = yield* slicedShareGraph(adjacency);
  const { sums, seeds } = rows;
  const progress = new Int32Array(new SharedArrayBuffer(12));
  let largest = 0;
  for (let artist = 0; artist < adjacency.artistCount; artist += 1) {
    largest = Math.max(largest, adjacency.degree(artist));
  }
  const work = { graph, rows: { sums, seeds, rows: rows.rows }, progress };
  // A first hop that 16 bits do not hold is in a chunk that other threads would not see.
  return { work, rows, threads: largest > INT16_MAX ? 1 : 2 };
}

/** In a worker thread: takes chunk after chunk until there are no more; may wait for other threads half way. */
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
