/** A weighted graph in compressed rows; each edge is in the lists of both its ends. */
export interface WeightedRows {
  /** Where each vertex's list begins; one entry more than there are vertices. */
  readonly offsets: ArrayLike<number>;
  readonly neighbours: Int32Array;
  readonly weights: Int32Array | Float64Array;
  /** Twice the weight of what was put together into a vertex; null where every vertex is one of the graph's own. */
  readonly loops: Float64Array | null;
}

/** A gain smaller than this share of a vertex's weight is rounding: whoever moved for it might move for ever. */
const LEAST_GAIN = 1e-12;
const NONE = -1;

/**
 * Communities by the Louvain method (Blondel et al. 2008): vertices move to that neighbouring community which raises
 * modularity most, until none does; then each community becomes a vertex, and so on. Only those are looked at again
 * beside whom somebody has moved.
 *
 * The result depends on the edges and on `order` alone, not on how lists are sorted: vertices are visited in `order`,
 * of equally good communities the one that began earlier in it wins, and sums of weights are whole numbers. Beside the
 * rows it holds some forty bytes a vertex, so that it can work on those of millions where they lie.
 *
 * @param order the vertices with edges, each once
 * @returns community by place in `order`: numbers from 0, in the order of each community's first vertex
 */
export function louvain(rows: WeightedRows, order: Int32Array): Int32Array {
  const membership = Int32Array.from(order, (_, place) => place);
  let level: WeightedRows = rows;
  let visits = order;
  for (;;) {
    const { communityOf, count } = moveVertices(level, visits);
    for (let i = 0; i < membership.length; i += 1) membership[i] = communityOf[visits[membership[i]!]!]!;
    if (count === visits.length) return membership;
    level = aggregated(level, visits, communityOf, count);
    visits = Int32Array.from({ length: count }, (_, vertex) => vertex);
  }
}

/** One level: where everybody is when nobody wants to move any more, numbered in the order of first vertices. */
function moveVertices(rows: WeightedRows, order: Int32Array): { communityOf: Int32Array; count: number } {
  const { offsets, neighbours, weights } = rows;
  const vertices = offsets.length - 1;
  const communityOf = new Int32Array(vertices).fill(NONE);
  const strengths = strengthsOf(rows);
  // Sums of strengths by community; a community begins as a vertex alone, under the place of that vertex.
  const totals = new Float64Array(order.length);
  const shared = new Float64Array(order.length);
  const waiting = new Uint8Array(vertices);
  const empty: number[] = [];
  const beside: number[] = [];
  let total = 0;
  for (let place = 0; place < order.length; place += 1) {
    const vertex = order[place]!;
    communityOf[vertex] = place;
    totals[place] = strengths[vertex]!;
    total += strengths[vertex]!;
    waiting[vertex] = 1;
  }
  // A round visits whoever waits, in order: whom a move wakes further on is visited in the same round.
  for (let left = order.length; left > 0;) {
    for (const vertex of order) {
      if (waiting[vertex] === 0) continue;
      waiting[vertex] = 0;
      left -= 1;
      const from = offsets[vertex]!;
      const to = offsets[vertex + 1]!;
      const own = communityOf[vertex]!;
      beside.length = 0;
      for (let i = from; i < to; i += 1) {
        const community = communityOf[neighbours[i]!]!;
        if (shared[community] === 0) beside.push(community);
        shared[community]! += weights[i]!;
      }
      const strength = strengths[vertex]!;
      const scale = strength / total;
      let best = own;
      let most = shared[own]! - (totals[own]! - strength) * scale + strength * LEAST_GAIN;
      for (const community of beside) {
        const gain = shared[community]! - totals[community]! * scale;
        shared[community] = 0;
        if (community === own || gain < most || (gain === most && (best === own || community > best)))
          continue;
        best = community;
        most = gain;
      }
      // Nobody's neighbour is the best of company where all others cost.
      if (most < 0 && totals[own]! > strength && empty.length > 0) best = empty.pop()!;
      if (best === own) continue;
      totals[own]! -= strength;
      totals[best]! += strength;
      communityOf[vertex] = best;
      if (totals[own] === 0) empty.push(own);
      for (let i = from; i < to; i += 1) {
        const neighbour = neighbours[i]!;
        if (communityOf[neighbour] === best || waiting[neighbour] === 1) continue;
        waiting[neighbour] = 1;
        left += 1;
      }
    }
  }
  return { communityOf, count: renumber(communityOf, order) };
}

/** Sum of the weights at each vertex, what is inside it included. */
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

/** The graph whose vertices are the communities. */
function aggregated(
  rows: WeightedRows,
  order: Int32Array,
  communityOf: Int32Array,
  count: number,
): WeightedRows {
  const { offsets: from, neighbours: others, weights: each } = rows;
  // Vertices by community.
  const begins = new Int32Array(count + 1);
  for (const vertex of order) begins[communityOf[vertex]! + 1]! += 1;
  for (let community = 0; community < count; community += 1) begins[community + 1]! += begins[community]!;
  const members = new Int32Array(order.length);
  const next = begins.slice();
  for (const vertex of order) members[next[communityOf[vertex]!]!++] = vertex;
  // Counted first, so that no array is larger than it need be.
  const seen = new Int32Array(count).fill(NONE);
  const offsets = new Int32Array(count + 1);
  for (let community = 0; community < count; community += 1) {
    let found = 0;
    for (let m = begins[community]!; m < begins[community + 1]!; m += 1) {
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
  const places = seen.fill(NONE);
  for (let community = 0; community < count; community += 1) {
    const start = offsets[community]!;
    let end = start;
    for (let m = begins[community]!; m < begins[community + 1]!; m += 1) {
      const member = members[m]!;
      loops[community]! += rows.loops === null ? 0 : rows.loops[member]!;
      for (let i = from[member]!; i < from[member + 1]!; i += 1) {
        const other = communityOf[others[i]!]!;
        if (other === community) {
          loops[community]! += each[i]!;
          continue;
        }
        let place = places[other]!;
        if (place < start) {
          place = end;
          end += 1;
          places[other] = place;
          neighbours[place] = other;
        }
        weights[place]! += each[i]!;
      }
    }
  }
  return { offsets, neighbours, weights, loops };
}
