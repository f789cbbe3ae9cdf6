import { type WeightedRows, aggregate } from "./aggregate.js";

/** A smaller gain, relative to the strength of the vertex, is a rounding error: moving for it might never end. */
const MIN_GAIN = 1e-12;
const NONE = -1;

/**
 * Communities by the Louvain method.
 *
 * V. D. Blondel, J.-L. Guillaume, R. Lambiotte, E. Lefebvre: Fast unfolding of communities in large networks (2008). Each
 * vertex is moved to the neighbouring community with the largest gain of modularity, until no move gains; then every
 * community is aggregated to one vertex, and so on. As in the pruned variant (N. Ozaki, H. Tezuka, M. Inaba 2016), only
 * neighbours of a moved vertex are visited again.
 *
 * The result depends on the edges and on `order` alone, not on the order within rows: vertices are visited in `order`,
 * ties between communities go to the one that began earlier in it, and weights are summed as integers. Takes some forty
 * bytes a vertex beside the rows, which are not copied.
 *
 * @param order the vertices of degree > 0, each once
 * @returns community by index in `order`: numbers from 0, in the order of each community's first vertex
 */
export function louvain(rows: WeightedRows, order: Int32Array): Int32Array {
  const membership = Int32Array.from(order, (_, index) => index);
  let level: WeightedRows = rows;
  let levelOrder = order;
  for (;;) {
    const { communityOf, count } = moveVertices(level, levelOrder);
    for (let i = 0; i < membership.length; i += 1) {
      membership[i] = communityOf[levelOrder[membership[i]!]!]!;
    }
    if (count === levelOrder.length) return membership;
    level = aggregate(level, levelOrder, communityOf, count);
    levelOrder = Int32Array.from({ length: count }, (_, vertex) => vertex);
  }
}

/** The first phase: moves vertices until no move gains. Communities are numbered in the order of their first vertices. */
function moveVertices(rows: WeightedRows, order: Int32Array): { communityOf: Int32Array; count: number } {
  const { offsets, neighbours, weights } = rows;
  const vertices = offsets.length - 1;
  const communityOf = new Int32Array(vertices).fill(NONE);
  const strengths = strengthsOf(rows);
  // By community: the sum of its vertices' strengths. Every vertex begins as a community, numbered by its index in `order`.
  const totals = new Float64Array(order.length);
  /** By community: weight of the edges from the visited vertex to it. */
  const weightTo = new Float64Array(order.length);
  const queued = new Uint8Array(vertices);
  const emptyCommunities: number[] = [];
  const neighbouring: number[] = [];
  let total = 0;
  for (let index = 0; index < order.length; index += 1) {
    const vertex = order[index]!;
    communityOf[vertex] = index;
    totals[index] = strengths[vertex]!;
    total += strengths[vertex]!;
    queued[vertex] = 1;
  }
  // A pass visits the queued vertices in order; one that is queued during the pass, further on, is visited in it too.
  for (let left = order.length; left > 0;) {
    for (const vertex of order) {
      if (queued[vertex] === 0) continue;
      queued[vertex] = 0;
      left -= 1;
      const from = offsets[vertex]!;
      const to = offsets[vertex + 1]!;
      const own = communityOf[vertex]!;
      neighbouring.length = 0;
      for (let i = from; i < to; i += 1) {
        const community = communityOf[neighbours[i]!]!;
        if (weightTo[community] === 0) neighbouring.push(community);
        weightTo[community]! += weights[i]!;
      }
      const strength = strengths[vertex]!;
      const scale = strength / total;
      let best = own;
      let bestGain = weightTo[own]! - (totals[own]! - strength) * scale + strength * MIN_GAIN;
      for (const community of neighbouring) {
        const gain = weightTo[community]! - totals[community]! * scale;
        weightTo[community] = 0;
        if (
          community === own ||
          gain < bestGain ||
          (gain === bestGain && (best === own || community > best))
        ) {
          continue;
        }
        best = community;
        bestGain = gain;
      }
      // An empty community has gain 0: better than any neighbouring one if all of these are negative.
      if (bestGain < 0 && totals[own]! > strength && emptyCommunities.length > 0)
        best = emptyCommunities.pop()!;
      if (best === own) continue;
      totals[own]! -= strength;
      totals[best]! += strength;
      communityOf[vertex] = best;
      if (totals[own] === 0) emptyCommunities.push(own);
      for (let i = from; i < to; i += 1) {
        const neighbour = neighbours[i]!;
        if (communityOf[neighbour] === best || queued[neighbour] === 1) continue;
        queued[neighbour] = 1;
        left += 1;
      }
    }
  }
  return { communityOf, count: renumber(communityOf, order) };
}

/** The strength (weighted degree) of each vertex, self-loops included. */
function strengthsOf({ offsets, weights, loops }: WeightedRows): Float64Array {
  const strengths = new Float64Array(offsets.length - 1);
  for (let vertex = 0; vertex < strengths.length; vertex += 1) {
    let sum = loops === null ? 0 : loops[vertex]!;
    for (let i = offsets[vertex]!; i < offsets[vertex + 1]!; i += 1) sum += weights[i]!;
    strengths[vertex] = sum;
  }
  return strengths;
}

/** Numbers communities in the order of their first vertices; returns how many there are. */
function renumber(communityOf: Int32Array, order: Int32Array): number {
  const numbers = new Int32Array(order.length).fill(NONE);
  let count = 0;
  for (const vertex of order) {
    const community = communityOf[vertex]!;
    if (numbers[community] === NONE) {
      numbers[community] = count;
      count += 1;
    }
    communityOf[vertex] = numbers[community]!;
  }
  return count;
}
