import type { AdjacencyIndex } from "./adjacency-index.js";
import { MBID_WORDS } from "./mbid-words.js";
import { SLICE_STEPS, type CooperativeTask, runToCompletion } from "../cooperative-task.js";

/**
 * An immutable copy of a graph in compressed sparse rows on shared memory: it is posted to a worker thread without
 * copying, and computations on it do not block changes of the graph.
 */
export interface SharedGraph {
  /** Index of each artist's first neighbour; one entry more than there are artists. */
  readonly offsets: Uint32Array<SharedArrayBuffer>;
  readonly neighbours: Int32Array<SharedArrayBuffer>;
  readonly weights: Int32Array<SharedArrayBuffer>;
  /** Four words an artist. */
  readonly mbids: Uint32Array<SharedArrayBuffer>;
}

/** Neighbour lists for hot loops, implemented by {@link AdjacencyIndex} and {@link SharedLists}. */
export interface NeighbourLists {
  readonly artistCount: number;
  degree(artist: number): number;
  listBlock(artist: number): Int32Array;
  listStart(artist: number): number;
}

/** Copies a graph to shared memory: 16 bytes an edge and 20 an artist. */
export function shareGraph(adjacency: AdjacencyIndex): SharedGraph {
  return runToCompletion(shareGraphTask(adjacency));
}

/** {@link shareGraph} as a task. */
export function* shareGraphTask(adjacency: AdjacencyIndex): CooperativeTask<SharedGraph> {
  const artists = adjacency.artistCount;
  const entries = 2 * adjacency.edgeCount;
  const graph: SharedGraph = {
    offsets: new Uint32Array(new SharedArrayBuffer((artists + 1) * 4)),
    neighbours: new Int32Array(new SharedArrayBuffer(entries * 4)),
    weights: new Int32Array(new SharedArrayBuffer(entries * 4)),
    mbids: new Uint32Array(new SharedArrayBuffer(artists * MBID_WORDS * 4)),
  };
  let next = 0;
  let steps = 0;
  for (let artist = 0; artist < artists; artist += 1) {
    adjacency.mbids.copyWords(artist, graph.mbids, artist * MBID_WORDS);
    adjacency.forEachNeighbour(artist, (neighbour, weight) => {
      graph.neighbours[next] = neighbour;
      graph.weights[next] = weight;
      next += 1;
    });
    graph.offsets[artist + 1] = next;
    steps += 1 + adjacency.degree(artist);
    if (steps < 4 * SLICE_STEPS) continue;
    steps = 0;
    yield;
  }
  return graph;
}

/** Neighbour lists of a shared graph. */
export class SharedLists implements NeighbourLists {
  readonly artistCount: number;

  constructor(private readonly graph: SharedGraph) {
    this.artistCount = graph.offsets.length - 1;
  }

  degree(artist: number): number {
    return this.graph.offsets[artist + 1]! - this.graph.offsets[artist]!;
  }

  listBlock(_artist: number): Int32Array {
    return this.graph.neighbours;
  }

  listStart(artist: number): number {
    return this.graph.offsets[artist]!;
  }
}
