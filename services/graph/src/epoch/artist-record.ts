import { createHash } from "node:crypto";
import type { GraphArtist } from "@interlude/contracts";
import { type ArtistAttributes, attributeVector } from "@interlude/core-graph";
import type { LiveGraph } from "../memory/live-graph.js";

const DIGEST_BYTES = 16;

/** What graph.artists says of an artist, apart from the versions of the graph that it is as of. */
export type ArtistRecord = Omit<GraphArtist, "graphVersion" | "communityVersion">;

/** What the catalogue says of an artist. */
export interface CataloguedArtist {
  readonly artist: string;
  /** null where the catalogue does not have the artist. */
  readonly name: string | null;
  readonly popularity: number | null;
  readonly attributes: ArtistAttributes | null;
}

/** Where an artist stands; null of one that is neither in the catalogue nor in the graph. */
export function artistRecord(
  { artist, name, popularity, attributes: known }: CataloguedArtist,
  { graph, communities }: LiveGraph,
): ArtistRecord | null {
  const attributes = known === null ? [] : [...attributeVector(known)];
  const id = graph.adjacency.mbids.find(artist);
  if (id < 0 || graph.adjacency.degree(id) === 0) {
    return name === null ? null : { artist, name, popularity, ...APART, attributes };
  }
  const { degree, weightedDegree, coreNumber, clustering, component } = graph.structureOf(id);
  const community = communities?.of[id] ?? -1;
  return {
    artist,
    // An artist may leave the catalogue before the last collaboration does.
    name: name ?? "",
    degree,
    weightedDegree,
    embedding: [...graph.embeddingOf(id)],
    popularity,
    coreNumber,
    clustering,
    component,
    community: community < 0 ? null : community,
    attributes,
  };
}

/** Where an artist without collaborators stands. */
const APART = {
  degree: 0,
  weightedDegree: 0,
  embedding: [] as number[],
  coreNumber: 0,
  clustering: 0,
  component: null,
  community: null,
};

/**
 * Tells records apart: equal digests mean that there is nothing to publish. Sixteen bytes, so that two records of one
 * artist have the same one less often than disks err.
 */
export function digestOf({ embedding, attributes, ...rest }: ArtistRecord): Buffer {
  return createHash("sha256")
    .update(JSON.stringify(rest))
    .update(Float32Array.from(embedding))
    .update(Float32Array.from(attributes))
    .digest()
    .subarray(0, DIGEST_BYTES);
}
