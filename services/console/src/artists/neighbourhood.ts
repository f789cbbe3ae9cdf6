import { UndirectedGraph } from "graphology";
import louvainModule from "graphology-communities-louvain";
import type { LouvainOptions } from "graphology-communities-louvain";

/** A collaboration that is shown. */
export interface NeighbourhoodEdge {
  readonly artistA: string;
  readonly artistB: string;
  /** Recordings that name both. */
  readonly weight: number;
}

/** An artist near another. */
export interface NeighbourhoodNode {
  readonly artist: string;
  /** Empty until it is known. */
  readonly name: string;
  /** Distinct collaborators. */
  readonly degree: number;
  /** 0 the artist asked for, 1 collaborators, 2 their collaborators. */
  readonly ring: 0 | 1 | 2;
  /** Who recorded with one another more than with others; 0 is the largest. */
  readonly community: number;
}

// The package is CommonJS: to an ES module its default export is the module's whole export.
const louvain = louvainModule as unknown as (
  graph: UndirectedGraph,
  options: LouvainOptions,
) => Record<string, number>;

/**
 * Communities of the artists around one (Louvain; Blondel et al. 2008), by MBID, numbered by size.
 *
 * The one in the middle is left out: joined to everybody, it would only blur them. Nodes are taken in
 * the order of their MBIDs and without a random walk, so the same neighbourhood has the same ones.
 */
export function communitiesAround(
  centre: string,
  artists: readonly string[],
  edges: readonly NeighbourhoodEdge[],
): Map<string, number> {
  const graph = new UndirectedGraph();
  for (const artist of [...artists].sort()) if (artist !== centre) graph.addNode(artist);
  for (const { artistA, artistB, weight } of edges) {
    if (graph.hasNode(artistA) && graph.hasNode(artistB)) graph.addEdge(artistA, artistB, { weight });
  }
  const found = louvain(graph, { randomWalk: false, getEdgeWeight: "weight" });
  const members = new Map<number, string[]>();
  for (const artist of graph.nodes()) {
    const community = found[artist]!;
    members.set(community, [...(members.get(community) ?? []), artist]);
  }
  const bySize = [...members.values()].sort(
    (one, other) => other.length - one.length || (one[0]! < other[0]! ? -1 : 1),
  );
  return new Map(bySize.flatMap((artistsOfOne, number) => artistsOfOne.map((artist) => [artist, number])));
}
