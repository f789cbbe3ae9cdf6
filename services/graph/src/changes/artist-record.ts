import { type GraphArtist, vectorBytes } from "@interlude/contracts";
import {
  type ArtistAttributes,
  type CollaborationGraph,
  EMBEDDING_DIMENSION,
  attributeVector,
} from "@interlude/core-graph";
import type { VersionedGraph } from "../memory/versioned-graph.js";

const MOST_VECTORS = 10_000;
const NO_VECTOR = Buffer.alloc(0);

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
  { graph, version, communities }: VersionedGraph,
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
    embedding: connected ? embeddingBytes(graph, id) : NO_VECTOR,
    popularity,
    graphVersion: version,
    coreNumber: structure?.coreNumber ?? 0,
    clustering: structure?.clustering ?? 0,
    component: structure?.component ?? null,
    community,
    communityVersion: community === null ? null : communities!.graphVersion,
    attributes: attributes === null ? NO_VECTOR : vectorOf(attributes),
  };
}

/** Typed arrays of their own are what is expensive of a vector: an epoch at hubs has tens of thousands. */
const scratch = new Float32Array(EMBEDDING_DIMENSION);

function embeddingBytes(graph: CollaborationGraph, artist: number): Buffer {
  graph.embeddingOf(artist, scratch);
  return Buffer.from(vectorBytes(scratch));
}

/** Vectors by attributes: many artists have the same, and most are published again and again. */
const vectors = new Map<string, Buffer>();

function vectorOf(attributes: string): Buffer {
  let vector = vectors.get(attributes);
  if (vector === undefined) {
    vector = vectorBytes(attributeVector(JSON.parse(attributes) as ArtistAttributes));
    if (vectors.size === MOST_VECTORS) vectors.clear();
    vectors.set(attributes, vector);
  }
  return vector;
}
