import type { AdjacencyIndex } from "./adjacency-index.js";
import { CHUNK_BITS, CHUNK_ROWS, EMBEDDING_DIMENSION } from "./embedding-rows.js";
import type { NeighbourLists } from "./shared-graph.js";
import type { Sliced } from "./slices.js";
import { FIRST_HOP, SECOND_HOP, SumRows } from "./sum-rows.js";

/** Eight bits count to this many neighbours. */
const MOST_COUNTED = 255;
/** Every eighth bit of a word. */
const LANES = 0x01010101;

/** All sums from the adjacency alone. Costs O(edges × 64), most of it waiting for memory. */
export function* fullEmbedding(adjacency: AdjacencyIndex): Sliced<SumRows> {
  const rows = yield* emptyRows(adjacency);
  // All of one hop before the next.
  for (const gather of [gatherFirstHop, gatherSecondHop]) {
    for (let chunk = 0; chunk < rows.sums.length; chunk += 1) {
      gather(adjacency, rows, chunk);
      yield;
    }
  }
  return rows;
}

/** Rows of zeros, and the seeds. */
export function* emptyRows({ mbids }: AdjacencyIndex): Sliced<SumRows> {
  const rows = new SumRows();
  while (rows.rows < mbids.size) {
    rows.ensure(mbids, rows.rows + 16 * CHUNK_ROWS);
    yield;
  }
  return rows;
}

/** S1[v] = Σ S0[u] over the neighbours u of each v in a chunk, from rows of zeros. */
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

/** S2[v] = Σ S1[u] over the neighbours u of each v in a chunk, from rows of zeros. */
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

/** By lane j of counter i: how many seeds have bit i + 8 j of the low word; those of the high words come behind. */
const counters = new Int32Array(16);

function sumSeeds(rows: SumRows, block: Int32Array, start: number, degree: number, sums: Int32Array): void {
  for (let from = start; from < start + degree; from += MOST_COUNTED) {
    const to = Math.min(from + MOST_COUNTED, start + degree);
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
        // Ones were counted; what is not one is minus one.
        sums[lane + bit]! += 2 * ((counters[bit]! >>> lane) & 255) - (to - from);
        sums[32 + lane + bit]! += 2 * ((counters[bit + 8]! >>> lane) & 255) - (to - from);
      }
    }
  }
}
