import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";

interface EgoOptions {
  /** Most artists of the first ring. */
  readonly first: number;
  /** Most artists of the second ring; 0 for depth one. */
  readonly second: number;
}

interface EgoArtist {
  readonly artist: number;
  /** 0 the artist asked for, 1 collaborators, 2 their collaborators. */
  readonly ring: 0 | 1 | 2;
}

interface EgoEdge {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
  readonly firstRecording: number;
}

interface EgoNetwork {
  /** By ring, then by weight descending, then by MBID. */
  readonly artists: readonly EgoArtist[];
  /** The induced edges. */
  readonly edges: readonly EgoEdge[];
  /** Sizes of the rings before they are capped; the second ring is that of the collaborators shown. */
  readonly firstTotal: number;
  readonly secondTotal: number;
}

/**
 * The neighbourhood of an artist to depth two: the neighbours with the heaviest edges, and of their neighbours those with
 * the largest total weight of edges to them; ties by MBID.
 *
 * @throws GraphError GRAPH_UNKNOWN_ARTIST
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
