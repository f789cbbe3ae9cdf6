import louvainModule from "graphology-communities-louvain";
import type { LouvainOptions } from "graphology-communities-louvain";
import { MBID_WORDS } from "./mbid-words.js";
import { mix32 } from "./mix.js";
import type { SharedGraph } from "./shared-graph.js";

const NOBODY = -1;

// A CommonJS module whose types speak of an ES module's default export; what is imported is the function itself.
const louvain = louvainModule as unknown as {
  assign(graph: GraphOfLists, options: LouvainOptions): void;
};

/** Lists of those artists who have any, numbered in the order of MBIDs. */
interface RankedLists {
  /** Artist id by rank. */
  readonly artists: Int32Array;
  readonly starts: Int32Array;
  readonly neighbours: Int32Array;
  readonly weights: Int32Array;
}

/**
 * The community of every artist by the Louvain method (Blondel et al. 2008) on edge weights: numbers from 0 in the
 * order of each community's first MBID, -1 for artists without edges.
 *
 * The same edges and the same seed give the same communities, whatever the order in which artists were seen. It takes
 * seconds to tens of seconds on millions of edges and is meant for a worker thread.
 */
export function findCommunities(graph: SharedGraph, seed = 1): Int32Array {
  const ranked = rankByMbid(graph);
  const found = new Int32Array(ranked.artists.length);
  let drawn = 0;
  louvain.assign(asGraph(ranked, found), {
    getEdgeWeight: "weight",
    rng: () => mix32(mix32(seed) + (drawn += 1)) / 2 ** 32,
  });
  const numbers = new Map<number, number>();
  const communities = new Int32Array(graph.offsets.length - 1).fill(NOBODY);
  for (const [rank, artist] of ranked.artists.entries()) {
    const community = found[rank]!;
    if (!numbers.has(community)) numbers.set(community, numbers.size);
    communities[artist] = numbers.get(community)!;
  }
  return communities;
}

function rankByMbid({ offsets, neighbours, weights, mbids }: SharedGraph): RankedLists {
  const connected: number[] = [];
  for (let id = 0; id + 1 < offsets.length; id += 1) if (offsets[id + 1]! > offsets[id]!) connected.push(id);
  const artists = Int32Array.from(connected).sort((a, b) => {
    for (let i = 0; i < MBID_WORDS; i += 1) {
      const difference = mbids[a * MBID_WORDS + i]! - mbids[b * MBID_WORDS + i]!;
      if (difference !== 0) return difference;
    }
    return 0;
  });
  const ranks = new Int32Array(offsets.length - 1);
  const starts = new Int32Array(artists.length + 1);
  for (const [rank, id] of artists.entries()) {
    ranks[id] = rank;
    starts[rank + 1] = starts[rank]! + offsets[id + 1]! - offsets[id]!;
  }
  const ranked = {
    artists,
    starts,
    neighbours: new Int32Array(neighbours.length),
    weights: new Int32Array(neighbours.length),
  };
  // Everybody, in order, enters the lists of their neighbours: that leaves these sorted by rank.
  const next = starts.slice();
  for (const [rank, id] of artists.entries()) {
    for (let i = offsets[id]!; i < offsets[id + 1]!; i += 1) {
      const place = next[ranks[neighbours[i]!]!]!++;
      ranked.neighbours[place] = rank;
      ranked.weights[place] = weights[i]!;
    }
  }
  return ranked;
}

/** The part of a graphology graph that Louvain's implementation uses. */
interface GraphOfLists {
  readonly type: "undirected";
  readonly multi: false;
  readonly order: number;
  readonly size: number;
  readonly selfLoopCount: number;
  addUndirectedEdgeWithKey(): void;
  dropNode(): void;
  forEachNode(visit: (node: number) => void): void;
  undirectedDegreeWithoutSelfLoops(node: number): number;
  forEachEdge(
    visit: (key: string, attributes: { weight: number }, source: number, target: number) => void,
  ): void;
  setNodeAttribute(node: number, name: string, value: number): void;
}

/**
 * What Louvain's implementation asks of a graph, answered from the lists: an object an artist and an edge, as
 * graphology keeps them, would be several times the memory of a whole replica. `found` takes the communities.
 */
function asGraph({ artists, starts, neighbours, weights }: RankedLists, found: Int32Array): GraphOfLists {
  const readOnly = (): never => {
    throw new Error("graph of neighbour lists is read only");
  };
  return {
    type: "undirected",
    multi: false,
    order: artists.length,
    size: neighbours.length / 2,
    selfLoopCount: 0,
    // By the presence of these two a graph is recognised.
    addUndirectedEdgeWithKey: readOnly,
    dropNode: readOnly,
    forEachNode(visit): void {
      for (let rank = 0; rank < artists.length; rank += 1) visit(rank);
    },
    undirectedDegreeWithoutSelfLoops: (rank) => starts[rank + 1]! - starts[rank]!,
    forEachEdge(visit): void {
      const attributes = { weight: 0 };
      for (let rank = 0; rank < artists.length; rank += 1) {
        for (let i = starts[rank]!; i < starts[rank + 1]!; i += 1) {
          if (neighbours[i]! < rank) continue;
          attributes.weight = weights[i]!;
          visit("", attributes, rank, neighbours[i]!);
        }
      }
    },
    setNodeAttribute(rank, _name, community): void {
      found[rank] = community;
    },
  };
}
