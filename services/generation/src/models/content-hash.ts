import { createHash } from "node:crypto";
import { ModelStoreError } from "./model-store.js";

/** SHA-256, hexadecimal. */
export function contentHash(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * Checks content against the hash that it is stored under.
 * @throws ModelStoreError `ARTIFACT_CORRUPT`
 */
export function checkedContent(hash: string, content: Uint8Array): Uint8Array {
  const actual = contentHash(content);
  if (actual === hash) return content;
  throw new ModelStoreError(
    `the artifact ${hash} holds ${content.length} bytes with SHA-256 ${actual}: it was damaged in the store; restore it or train a new model`,
  );
}
