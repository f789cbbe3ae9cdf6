/** An artifact that is in a store. */
export interface StoredArtifact {
  /** SHA-256 of its content, hexadecimal. */
  readonly hash: string;
  readonly size: number;
}

/** Artifacts of models by the hash of their content: what is stored never changes. */
export interface ModelStore {
  /** Stores an artifact, once however often; returns its hash. */
  put(content: Uint8Array): Promise<string>;
  /**
   * The artifact; null if there is none.
   * @throws ModelStoreError `ARTIFACT_CORRUPT` if the content is not what was put
   */
  get(hash: string): Promise<Uint8Array | null>;
  has(hash: string): Promise<boolean>;
  /** All artifacts, in the order of their hashes. */
  list(): Promise<StoredArtifact[]>;
  /** Removes an artifact; does nothing if there is none. */
  remove(hash: string): Promise<void>;
}

/** An artifact that cannot be used. */
export class ModelStoreError extends Error {
  override readonly name = "ModelStoreError";
  readonly code = "ARTIFACT_CORRUPT";
}
