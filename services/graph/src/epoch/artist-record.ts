import { hash } from "node:crypto";
import type { GraphArtist } from "@interlude/contracts";
import { type ArtistAttributes, type ArtistStructure, attributeVector } from "@interlude/core-graph";
import type { LiveGraph } from "../memory/live-graph.js";

const DIGEST_BYTES = 16;
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

/** Where an artist stands, before it is known whether that is news. */
export interface Standing {
  readonly catalogued: CataloguedArtist;
  /** null for an artist without collaborators. */
  readonly structure: ArtistStructure | null;
  readonly embedding: Float32Array;
  readonly community: number | null;
}

/** Where an artist stands; null of one that is neither in the catalogue nor in the graph. */
export function standingOf(catalogued: CataloguedArtist, { graph, communities }: LiveGraph): Standing | null {
  const id = graph.adjacency.mbids.find(catalogued.artist);
  if (id < 0 || graph.adjacency.degree(id) === 0) {
    return catalogued.name === null
      ? null
      : { catalogued, structure: null, embedding: NOWHERE, community: null };
  }
  const community = communities?.of[id] ?? -1;
  return {
    catalogued,
    structure: graph.structureOf(id),
    embedding: graph.embeddingOf(id),
    community: community < 0 ? null : community,
  };
}

const NOWHERE = new Float32Array(0);

/**
 * Tells what is published of artists apart: equal digests mean that there is nothing to publish. Versions of the graph
 * are not in it, for they are not news. Sixteen bytes, so that two records of one artist have the same one less often
 * than disks err.
 */
export function digestOf({ catalogued, structure, embedding, community }: Standing): Buffer {
  const { name, popularity, attributes } = catalogued;
  const text = JSON.stringify([
    name,
    popularity,
    attributes,
    structure?.degree,
    structure?.weightedDegree,
    structure?.coreNumber,
    structure?.clustering,
    structure?.component,
    community,
  ]);
  const vector = Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength);
  return hash("sha256", Buffer.concat([Buffer.from(text), vector]), "buffer").subarray(0, DIGEST_BYTES);
}

/** The record of `graph.artists` that says where an artist stands. */
export function recordOf(standing: Standing, { version, communities }: LiveGraph): GraphArtist {
  const { catalogued, structure, embedding, community } = standing;
  return {
    artist: catalogued.artist,
    // An artist may leave the catalogue before the last collaboration does.
    name: catalogued.name ?? "",
    degree: structure?.degree ?? 0,
    weightedDegree: structure?.weightedDegree ?? 0,
    embedding: Array.from(embedding),
    popularity: catalogued.popularity,
    graphVersion: version,
    coreNumber: structure?.coreNumber ?? 0,
    clustering: structure?.clustering ?? 0,
    component: structure?.component ?? null,
    community,
    communityVersion: community === null ? null : communities!.graphVersion,
    attributes: catalogued.attributes === null ? [] : vectorOf(catalogued.attributes),
  };
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
