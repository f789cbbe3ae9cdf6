import type { AdjacencyIndex } from "./adjacency-index.js";

export interface EgoOptions {
  /** Most collaborators to show. */
  readonly first: number;
  /** Most of their collaborators to show; 0 for depth one. */
  readonly second: number;
}

export interface EgoArtist {
  readonly artist: number;
  /** 0 the artist asked for, 1 collaborators, 2 their collaborators. */
  readonly ring: 0 | 1 | 2;
}

export interface EgoEdge {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
  readonly firstRecording: number;
}

export interface EgoNetwork {
  /** By ring, and in it those with most recordings first, then by MBID. */
  readonly artists: readonly EgoArtist[];
  /** Every edge between two of them. */
  readonly edges: readonly EgoEdge[];
  /** How many collaborators, and how many of the collaborators of those shown, there are, shown or not. */
  readonly firstTotal: number;
  readonly secondTotal: number;
}

/**
 * The neighbourhood of an artist to depth two: the collaborators with most recordings together, and of their
 * collaborators those with most recordings with those shown; among equals by MBID. Throws GRAPH_UNKNOWN_ARTIST.
 */
export function egoNetwork(adjacency: AdjacencyIndex, artist: number, options: EgoOptions): EgoNetwork {
  adjacency.mbids.check(artist);
  const firstWeights = new Map<number, number>();
  adjacency.forEachNeighbour(artist, (neighbour, weight) => firstWeights.set(neighbour, weight));
  const first = heaviest(adjacency, firstWeights, options.first);

  const secondWeights = new Map<number, number>();
  for (const collaborator of options.second > 0 ? first : []) {
    adjacency.forEachNeighbour(collaborator, (neighbour, weight) => {
      if (neighbour === artist || firstWeights.has(neighbour)) return;
      secondWeights.set(neighbour, (secondWeights.get(neighbour) ?? 0) + weight);
    });
  }
  const second = heaviest(adjacency, secondWeights, options.second);

  const artists: EgoArtist[] = [{ artist, ring: 0 }];
  for (const each of first) artists.push({ artist: each, ring: 1 });
  for (const each of second) artists.push({ artist: each, ring: 2 });
  return {
    artists,
    edges: edgesBetween(adjacency, artists),
    firstTotal: firstWeights.size,
    secondTotal: secondWeights.size,
  };
}

function heaviest(adjacency: AdjacencyIndex, weights: Map<number, number>, count: number): number[] {
  return [...weights]
    .sort(([a, weightA], [b, weightB]) => weightB - weightA || adjacency.mbids.compare(a, b))
    .slice(0, count)
    .map(([artist]) => artist);
}

function edgesBetween(adjacency: AdjacencyIndex, artists: readonly EgoArtist[]): EgoEdge[] {
  const edges: EgoEdge[] = [];
  for (const [i, { artist: a }] of artists.entries()) {
    for (const { artist: b } of artists.slice(i + 1)) {
      const weight = adjacency.weight(a, b);
      if (weight > 0) edges.push({ a, b, weight, firstRecording: adjacency.firstRecording(a, b) });
    }
  }
  return edges;
}
