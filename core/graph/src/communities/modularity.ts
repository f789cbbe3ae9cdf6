import type { SharedGraph } from "../adjacency/shared-graph.js";

/**
 * Modularity of a partition, -½ … 1: the share of the edges' weight inside communities, less its expectation in a random
 * graph with the same degrees (M. E. J. Newman, M. Girvan: Finding and evaluating community structure in networks, 2004).
 *
 * @param communities community by artist id, numbered from 0; -1 for artists without edges
 */
export function modularity({ offsets, neighbours, weights }: SharedGraph, communities: Int32Array): number {
  const totals = new Map<number, number>();
  let inside = 0;
  let all = 0;
  for (let artist = 0; artist + 1 < offsets.length; artist += 1) {
    const community = communities[artist]!;
    let strength = 0;
    for (let i = offsets[artist]!; i < offsets[artist + 1]!; i += 1) {
      strength += weights[i]!;
      if (communities[neighbours[i]!] === community) inside += weights[i]!;
    }
    all += strength;
    totals.set(community, (totals.get(community) ?? 0) + strength);
  }
  if (all === 0) return 0;
  let chance = 0;
  for (const total of totals.values()) chance += (total / all) ** 2;
  return inside / all - chance;
}
