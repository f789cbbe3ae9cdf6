import { louvain } from "./louvain.js";
import { MBID_WORDS } from "../adjacency/mbid-words.js";
import type { SharedGraph } from "../adjacency/shared-graph.js";

const NO_COMMUNITY = -1;

/**
 * The community of every artist by the Louvain method on edge weights, see {@link louvain}: numbers from 0 in the order
 * of each community's first MBID, -1 for artists without edges.
 *
 * The same edges give the same communities, whatever the order of the ids. Takes seconds on millions of edges and is
 * meant for a worker thread.
 */
export function findCommunities(graph: SharedGraph): Int32Array {
  const order = connectedByMbid(graph);
  const found = louvain({ ...graph, loops: null }, order);
  const communities = new Int32Array(graph.offsets.length - 1).fill(NO_COMMUNITY);
  for (let index = 0; index < order.length; index += 1) communities[order[index]!] = found[index]!;
  return communities;
}

/** Ids of the artists with edges, in the order of their MBIDs. */
function connectedByMbid({ offsets, mbids }: SharedGraph): Int32Array {
  const ids = new Int32Array(offsets.length - 1);
  let connected = 0;
  for (let id = 0; id < ids.length; id += 1) {
    if (offsets[id + 1] === offsets[id]) continue;
    ids[connected] = id;
    connected += 1;
  }
  return ids.slice(0, connected).sort((a, b) => {
    for (let i = 0; i < MBID_WORDS; i += 1) {
      const difference = mbids[a * MBID_WORDS + i]! - mbids[b * MBID_WORDS + i]!;
      if (difference !== 0) return difference;
    }
    return 0;
  });
}
