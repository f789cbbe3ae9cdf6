import { type GraphArtist, vectorBytes } from "@interlude/contracts";
import {
  type ArtistAttributes,
  type CollaborationGraph,
  EMBEDDING_DIMENSION,
  attributeVector,
} from "@interlude/core-graph";
import type { VersionedGraph } from "../memory/versioned-graph.js";

const MAX_CACHED_VECTORS = 10_000;
const NO_VECTOR = Buffer.alloc(0);

/** An artist with the catalogue's fields. */
export interface CataloguedArtist {
  readonly artist: string;
  /** null if the catalogue does not have the artist. */
  readonly name: string | null;
  readonly popularity: number | null;
  /** {@link ArtistAttributes} as JSON. */
  readonly attributes: string | null;
}

/** The record of `graph.artists` of an artist; null (a tombstone) if it is neither in the catalogue nor in the graph. */
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
    // An artist may be deleted from the catalogue before its last collaboration is.
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

/** Reused, since allocating typed arrays dominates the cost, and an epoch that changes hubs has tens of thousands. */
const scratch = new Float32Array(EMBEDDING_DIMENSION);

function embeddingBytes(graph: CollaborationGraph, artist: number): Buffer {
  graph.embeddingOf(artist, scratch);
  return Buffer.from(vectorBytes(scratch));
}

/** Cache of vectors by attributes: many artists have the same ones, and most are published repeatedly. */
const vectors = new Map<string, Buffer>();

function vectorOf(attributes: string): Buffer {
  let vector = vectors.get(attributes);
  if (vector === undefined) {
    vector = vectorBytes(attributeVector(JSON.parse(attributes) as ArtistAttributes));
    if (vectors.size === MAX_CACHED_VECTORS) vectors.clear();
    vectors.set(attributes, vector);
  }
  return vector;
}
