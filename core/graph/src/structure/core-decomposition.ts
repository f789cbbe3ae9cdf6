import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { type CooperativeTask, SLICE_STEPS, runToCompletion } from "../cooperative-task.js";

/**
 * The core number of every vertex: the largest k such that the vertex is in the k-core, the maximal subgraph in which
 * every vertex has degree ≥ k.
 *
 * V. Batagelj, M. Zaveršnik: An O(m) algorithm for cores decomposition of networks (2003). Vertices are removed in the
 * order of their remaining degree, which a bucket sort maintains; the degree at its removal is a vertex's core number.
 * O(vertices + edges).
 */
export function coreDecomposition(adjacency: AdjacencyIndex): Int32Array {
  return runToCompletion(coreDecompositionTask(adjacency));
}

/** {@link coreDecomposition} as a task. */
export function* coreDecompositionTask(adjacency: AdjacencyIndex): CooperativeTask<Int32Array> {
  const vertices = adjacency.artistCount;
  /** Remaining degree of each vertex; its core number once it is removed. */
  const cores = new Int32Array(vertices);
  let maxDegree = 0;
  for (let vertex = 0; vertex < vertices; vertex += 1) {
    cores[vertex] = adjacency.degree(vertex);
    maxDegree = Math.max(maxDegree, cores[vertex]!);
  }
  // Vertices sorted by remaining degree; `binStarts[d]` is the index of the first one of degree d.
  const binStarts = new Int32Array(maxDegree + 2);
  for (const degree of cores) binStarts[degree + 1]! += 1;
  for (let degree = 1; degree < binStarts.length; degree += 1) binStarts[degree]! += binStarts[degree - 1]!;
  const positions = new Int32Array(vertices);
  const sorted = new Int32Array(vertices);
  const next = binStarts.slice();
  for (let vertex = 0; vertex < vertices; vertex += 1) {
    const position = next[cores[vertex]!]!;
    next[cores[vertex]!] = position + 1;
    positions[vertex] = position;
    sorted[position] = vertex;
  }
  yield;
  let steps = 0;
  for (let i = 0; i < vertices; i += 1) {
    const vertex = sorted[i]!;
    const core = cores[vertex]!;
    // Vertices before `i` are removed, so the bin of degree `core` starts here at the earliest.
    binStarts[core] = Math.max(binStarts[core]!, i);
    const block = adjacency.listBlock(vertex);
    const start = adjacency.listStart(vertex);
    for (let j = start; j < start + adjacency.degree(vertex); j += 1) {
      const neighbour = block[j]!;
      const degree = cores[neighbour]!;
      if (degree <= core) continue;
      // The neighbour's degree falls by one: swap it with the first vertex of its bin, then start the bin one later.
      const first = Math.max(binStarts[degree]!, i + 1);
      const other = sorted[first]!;
      sorted[positions[neighbour]!] = other;
      positions[other] = positions[neighbour]!;
      sorted[first] = neighbour;
      positions[neighbour] = first;
      binStarts[degree] = first + 1;
      cores[neighbour] = degree - 1;
    }
    steps += 1 + adjacency.degree(vertex);
    if (steps < SLICE_STEPS) continue;
    steps = 0;
    yield;
  }
  return cores;
}
