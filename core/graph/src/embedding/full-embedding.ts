import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { CHUNK_BITS, CHUNK_ROWS, EMBEDDING_DIMENSION } from "./embedding-rows.js";
import type { NeighbourLists } from "../adjacency/shared-graph.js";
import type { CooperativeTask } from "../cooperative-task.js";
import { FIRST_HOP, SECOND_HOP, SumRows } from "./sum-rows.js";

/** The largest count that an eight-bit lane holds. */
const MAX_LANE_COUNT = 255;
/** The lowest bit of each eight-bit lane of a word. */
const LANES = 0x01010101;

/** Computes all sums from the adjacency. Costs O(edges × 64), bound by memory latency. */
export function* fullEmbedding(adjacency: AdjacencyIndex): CooperativeTask<SumRows> {
  const rows = yield* emptyRows(adjacency);
  // The second hop sums rows of the first, so all of these must be there.
  for (const gather of [gatherFirstHop, gatherSecondHop]) {
    for (let chunk = 0; chunk < rows.sums.length; chunk += 1) {
      gather(adjacency, rows, chunk);
      yield;
    }
  }
  return rows;
}

/** Creates rows with zero sums and the seeds. */
export function* emptyRows({ mbids }: AdjacencyIndex): CooperativeTask<SumRows> {
  const rows = new SumRows();
  while (rows.rows < mbids.size) {
    rows.ensure(mbids, rows.rows + 16 * CHUNK_ROWS);
    yield;
  }
  return rows;
}

/** S1[v] = Σ S0[u] over the neighbours u of each v in a chunk, whose sums must be zero. */
export function gatherFirstHop(lists: NeighbourLists, rows: SumRows, chunk: number): void {
  const sums = new Int32Array(EMBEDDING_DIMENSION);
  const end = Math.min((chunk + 1) << CHUNK_BITS, rows.rows);
  for (let artist = chunk << CHUNK_BITS; artist < end; artist += 1) {
    const degree = lists.degree(artist);
    if (degree === 0) continue;
    sumSeeds(rows, lists.listBlock(artist), lists.listStart(artist), degree, sums.fill(0));
    rows.add(artist, FIRST_HOP, sums);
  }
}

/** S2[v] = Σ S1[u] over the neighbours u of each v in a chunk, whose sums must be zero. */
export function gatherSecondHop(lists: NeighbourLists, rows: SumRows, chunk: number): void {
  const sums = new Int32Array(EMBEDDING_DIMENSION);
  const end = Math.min((chunk + 1) << CHUNK_BITS, rows.rows);
  for (let artist = chunk << CHUNK_BITS; artist < end; artist += 1) {
    const degree = lists.degree(artist);
    if (degree === 0) continue;
    sums.fill(0);
    const block = lists.listBlock(artist);
    const start = lists.listStart(artist);
    for (let i = start; i < start + degree; i += 1) rows.addTo(sums, block[i]!, FIRST_HOP, 1);
    rows.add(artist, SECOND_HOP, sums);
  }
}

/** Lane j of counter i counts the seeds with bit i + 8 j of the low word set; counters 8 to 15 do for the high word. */
const counters = new Int32Array(16);

function sumSeeds(rows: SumRows, block: Int32Array, start: number, degree: number, sums: Int32Array): void {
  for (let from = start; from < start + degree; from += MAX_LANE_COUNT) {
    const to = Math.min(from + MAX_LANE_COUNT, start + degree);
    counters.fill(0);
    for (let i = from; i < to; i += 1) {
      const artist = block[i]!;
      const seeds = rows.seeds[artist >>> CHUNK_BITS]!;
      const low = seeds[(artist & (CHUNK_ROWS - 1)) * 2]!;
      const high = seeds[(artist & (CHUNK_ROWS - 1)) * 2 + 1]!;
      for (let bit = 0; bit < 8; bit += 1) {
        counters[bit]! += (low >>> bit) & LANES;
        counters[bit + 8]! += (high >>> bit) & LANES;
      }
    }
    for (let bit = 0; bit < 8; bit += 1) {
      for (let lane = 0; lane < 32; lane += 8) {
        // A count of ones makes a sum of ±1: ones less the rest.
        sums[lane + bit]! += 2 * ((counters[bit]! >>> lane) & 255) - (to - from);
        sums[32 + lane + bit]! += 2 * ((counters[bit + 8]! >>> lane) & 255) - (to - from);
      }
    }
  }
}
