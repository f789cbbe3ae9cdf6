import type { GraphArtist } from "@interlude/contracts";
import { type ArtistAttributes, attributeVector } from "@interlude/core-graph";
import type { LiveGraph } from "../memory/live-graph.js";

const MOST_VECTORS = 10_000;

/** What the catalogue says of an artist. */
export interface CataloguedArtist {
  readonly artist: string;
  /** null where the catalogue does not have the artist. */
  readonly name: string | null;
  readonly popularity: number | null;
  /** {@link ArtistAttributes} as JSON. */
  readonly attributes: string | null;
}

/** The record of `graph.artists` that says where an artist stands; null of one neither in the catalogue nor in the graph. */
export function recordOf(
  { artist, name, popularity, attributes }: CataloguedArtist,
  { graph, version, communities }: LiveGraph,
): GraphArtist | null {
  const id = graph.adjacency.mbids.find(artist);
  const connected = id >= 0 && graph.adjacency.degree(id) > 0;
  if (!connected && name === null) return null;
  const structure = connected ? graph.structureOf(id) : null;
  const found = connected ? (communities?.of[id] ?? -1) : -1;
  const community = found < 0 ? null : found;
  return {
    artist,
    // An artist may leave the catalogue before the last collaboration does.
    name: name ?? "",
    degree: structure?.degree ?? 0,
    weightedDegree: structure?.weightedDegree ?? 0,
    embedding: connected ? numbersOf(graph.embeddingOf(id)) : [],
    popularity,
    graphVersion: version,
    coreNumber: structure?.coreNumber ?? 0,
    clustering: structure?.clustering ?? 0,
    component: structure?.component ?? null,
    community,
    communityVersion: community === null ? null : communities!.graphVersion,
    attributes: attributes === null ? [] : vectorOf(attributes),
  };
}

/** What `Array.from` does in a fifth of the time: an epoch at hubs has tens of thousands of vectors. */
function numbersOf(vector: Float32Array): number[] {
  const numbers: number[] = [];
  for (let d = 0; d < vector.length; d += 1) numbers.push(vector[d]!);
  return numbers;
}

/** Vectors by attributes: many artists have the same, and most are published again and again. */
const vectors = new Map<string, number[]>();

function vectorOf(attributes: string): number[] {
  let vector = vectors.get(attributes);
  if (vector === undefined) {
    vector = Array.from(attributeVector(JSON.parse(attributes) as ArtistAttributes));
    if (vectors.size === MOST_VECTORS) vectors.clear();
    vectors.set(attributes, vector);
  }
  return vector;
}
