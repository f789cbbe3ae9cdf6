/** A weighted graph in compressed sparse rows; each edge is in the rows of both its endpoints. */
export interface WeightedRows {
  /** Index of each vertex's first neighbour; one entry more than there are vertices. */
  readonly offsets: ArrayLike<number>;
  readonly neighbours: Int32Array;
  readonly weights: Int32Array | Float64Array;
  /** Twice the weight of the self-loop of each aggregated vertex; null for the original graph, which has none. */
  readonly loops: Float64Array | null;
}

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

/** The second phase: the graph whose vertices are the communities. */
function aggregate(
  rows: WeightedRows,
  order: Int32Array,
  communityOf: Int32Array,
  count: number,
): WeightedRows {
  const { offsets: from, neighbours: others, weights: each } = rows;
  // Vertices sorted by community.
  const memberStarts = new Int32Array(count + 1);
  for (const vertex of order) memberStarts[communityOf[vertex]! + 1]! += 1;
  for (let community = 0; community < count; community += 1) {
    memberStarts[community + 1]! += memberStarts[community]!;
  }
  const members = new Int32Array(order.length);
  const next = memberStarts.slice();
  for (const vertex of order) members[next[communityOf[vertex]!]!++] = vertex;
  // Neighbouring communities are counted first, so that the arrays have exactly the length they need.
  const seen = new Int32Array(count).fill(NONE);
  const offsets = new Int32Array(count + 1);
  for (let community = 0; community < count; community += 1) {
    let found = 0;
    for (let m = memberStarts[community]!; m < memberStarts[community + 1]!; m += 1) {
      for (let i = from[members[m]!]!; i < from[members[m]! + 1]!; i += 1) {
        const other = communityOf[others[i]!]!;
        if (other === community || seen[other] === community) continue;
        seen[other] = community;
        found += 1;
      }
    }
    offsets[community + 1] = offsets[community]! + found;
  }
  const neighbours = new Int32Array(offsets[count]!);
  const weights = new Float64Array(offsets[count]!);
  const loops = new Float64Array(count);
  // By community: its index in `neighbours`, valid if it is in the current row.
  const indexes = seen.fill(NONE);
  for (let community = 0; community < count; community += 1) {
    const start = offsets[community]!;
    let end = start;
    for (let m = memberStarts[community]!; m < memberStarts[community + 1]!; m += 1) {
      const member = members[m]!;
      loops[community]! += rows.loops === null ? 0 : rows.loops[member]!;
      for (let i = from[member]!; i < from[member + 1]!; i += 1) {
        const other = communityOf[others[i]!]!;
        if (other === community) {
          loops[community]! += each[i]!;
          continue;
        }
        let index = indexes[other]!;
        if (index < start) {
          index = end;
          end += 1;
          indexes[other] = index;
          neighbours[index] = other;
        }
        weights[index]! += each[i]!;
      }
    }
  }
  return { offsets, neighbours, weights, loops };
}
