/** A weighted graph in compressed sparse rows; each edge is in the rows of both its endpoints. */
export interface WeightedRows {
  /** Index of each vertex's first neighbour; one entry more than there are vertices. */
  readonly offsets: ArrayLike<number>;
  readonly neighbours: Int32Array;
  readonly weights: Int32Array | Float64Array;
  /** Twice the weight of the self-loop of each aggregated vertex; null for the original graph, which has none. */
  readonly loops: Float64Array | null;
}

const NONE = -1;

/**
 * The second phase of the Louvain method: the graph whose vertices are the communities, with an edge between two of them
 * of the total weight of the edges between their vertices.
 *
 * @param order the vertices of degree > 0
 * @param communityOf community by vertex, numbered from 0 to `count` - 1
 */
export function aggregate(
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
