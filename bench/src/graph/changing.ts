import {
  type AdjacencyIndex,
  Embedding,
  GraphStructure,
  coreDecomposition,
  dirtyArtists,
} from "@interlude/core-graph";
import { TwoHopPairs } from "@interlude/core-links";
import { shuffledNumbers } from "./edge-list.js";
import { type Latencies, Stopwatch, timed } from "./latencies.js";

/** Latencies of removing edges and of inserting them again. */
interface ChangeLatencies {
  readonly removals: Latencies;
  readonly inserts: Latencies;
}

export interface ChangesMeasurement {
  /** The change of an edge, and the features of all pairs of both endpoints. */
  readonly rescoring: ChangeLatencies;
  /** The embedding: sums of the endpoints and of their neighbours. */
  readonly embedding: ChangeLatencies;
  /** Triangles, core numbers and components. */
  readonly structure: ChangeLatencies;
  readonly embeddingFullSeconds: number;
  readonly structureFullSeconds: number;
  /** A full core decomposition: what updating core numbers saves. */
  readonly coresFullSeconds: number;
  /** Whether the sums updated with all changes equal those of a full computation bit for bit. */
  readonly embeddingIdentical: boolean;
  /** 500 removed edges with all updates, and vectors and structure of all dirty artists. */
  readonly packet: { readonly edges: number; readonly dirtyArtists: number; readonly seconds: number };
}

type Edge = readonly [a: number, b: number, weight: number, firstRecording: number];
type Change = (edge: Edge, inserted: boolean) => void;

/** Measures the cost of single changes. The graph is restored afterwards. */
export function measureChanges(adjacency: AdjacencyIndex, count: number): ChangesMeasurement {
  const edges = someEdges(adjacency, count);
  const sweep = new TwoHopPairs(adjacency);
  const rescoring = measureChange(adjacency, edges, (edge, inserted) => {
    apply(adjacency, edge, inserted);
    sweep.enumerate(edge[0]);
    sweep.enumerate(edge[1]);
  });
  const full = timed(() => new Embedding(adjacency));
  const embedding = full.result;
  const embeddingLatencies = measureChange(
    adjacency,
    edges,
    ([a, b], inserted) => {
      if (inserted) embedding.edgeInserted(a, b);
      else embedding.edgeRemoved(a, b);
      // Changes are applied when they are read.
      embedding.read(a);
    },
    apply,
  );
  const structureFull = timed(() => new GraphStructure(adjacency));
  const structure = structureFull.result;
  const structureLatencies = measureChange(
    adjacency,
    edges,
    ([a, b], inserted) => (inserted ? structure.edgeInserted(a, b) : structure.edgeRemoved(a, b)),
    (_, edge, inserted) => {
      apply(adjacency, edge, inserted);
      // Keep the embedding up to date, untimed.
      if (inserted) embedding.edgeInserted(edge[0], edge[1]);
      else embedding.edgeRemoved(edge[0], edge[1]);
    },
  );
  return {
    rescoring,
    embedding: embeddingLatencies,
    structure: structureLatencies,
    embeddingFullSeconds: full.seconds,
    structureFullSeconds: structureFull.seconds,
    coresFullSeconds: timed(() => coreDecomposition(adjacency)).seconds,
    packet: measurePacket(adjacency, embedding, structure, edges.slice(0, 500)),
    embeddingIdentical: sameSums(embedding, new Embedding(adjacency), adjacency.artistCount),
  };
}

/** A pseudo-random sample of the edges, the same each time. */
export function someEdges(adjacency: AdjacencyIndex, count: number): Edge[] {
  const chosen = new Set(shuffledNumbers(adjacency.edgeCount, 7).subarray(0, count));
  const edges: Edge[] = [];
  let number = 0;
  adjacency.forEachEdge((a, b, weight, firstRecording) => {
    if (chosen.has(number)) edges.push([a, b, weight, firstRecording]);
    number += 1;
  });
  return edges;
}

export function apply(
  adjacency: AdjacencyIndex,
  [a, b, weight, firstRecording]: Edge,
  inserted: boolean,
): void {
  if (inserted) adjacency.setEdge(a, b, weight, firstRecording);
  else adjacency.removeEdge(a, b);
}

/** Measures `change` for the removal and the insertion of each edge; `before` is called ahead of it, untimed. */
function measureChange(
  adjacency: AdjacencyIndex,
  edges: readonly Edge[],
  change: Change,
  before: (adjacency: AdjacencyIndex, edge: Edge, inserted: boolean) => void = () => undefined,
): ChangeLatencies {
  const stopwatches = { removals: new Stopwatch(edges.length), inserts: new Stopwatch(edges.length) };
  for (const [inserted, stopwatch] of [
    [false, stopwatches.removals],
    [true, stopwatches.inserts],
  ] as const) {
    for (const edge of edges) {
      before(adjacency, edge, inserted);
      stopwatch.time(() => change(edge, inserted));
    }
  }
  return { removals: stopwatches.removals.latencies, inserts: stopwatches.inserts.latencies };
}

/** Removes the edges as an epoch would, and inserts them again, untimed. */
function measurePacket(
  adjacency: AdjacencyIndex,
  embedding: Embedding,
  structure: GraphStructure,
  edges: readonly Edge[],
): ChangesMeasurement["packet"] {
  const change: Change = (edge, inserted) => {
    apply(adjacency, edge, inserted);
    if (inserted) {
      embedding.edgeInserted(edge[0], edge[1]);
      structure.edgeInserted(edge[0], edge[1]);
    } else {
      embedding.edgeRemoved(edge[0], edge[1]);
      structure.edgeRemoved(edge[0], edge[1]);
    }
  };
  const { seconds, result } = timed(() => {
    for (const edge of edges) change(edge, false);
    const dirty = dirtyArtists(
      adjacency,
      edges.flatMap(([a, b]) => [a, b]),
    );
    for (const artist of dirty) {
      embedding.read(artist);
      structure.of(artist);
    }
    return dirty.length;
  });
  for (const edge of edges) change(edge, true);
  return { edges: edges.length, dirtyArtists: result, seconds };
}

function sameSums(kept: Embedding, full: Embedding, artists: number): boolean {
  for (let artist = 0; artist < artists; artist += 1) {
    const [left, right] = [kept.hopSums(artist), full.hopSums(artist)];
    for (let d = 0; d < left.length; d += 1) if (left[d] !== right[d]) return false;
  }
  return true;
}
