import { createHash } from "node:crypto";
import type { GraphArtist } from "@interlude/contracts";

const DIGEST_BYTES = 16;

/** What graph.artists says of an artist, apart from the versions of the graph. */
export type ArtistRecord = Omit<GraphArtist, "graphVersion">;

/**
 * Tells records apart: equal digests mean that there is nothing to publish. Sixteen bytes, so that two records of one
 * artist have the same one less often than disks err.
 */
export function digestOf({ embedding, ...rest }: ArtistRecord): Buffer {
  return createHash("sha256")
    .update(JSON.stringify(rest))
    .update(Float32Array.from(embedding))
    .digest()
    .subarray(0, DIGEST_BYTES);
}
