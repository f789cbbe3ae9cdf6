import { checkedContent, contentHash } from "../content-hash.js";
import type { ModelStore, StoredArtifact } from "../model-store.js";

/** Artifacts in memory. */
export class MemoryModelStore implements ModelStore {
  readonly #artifacts = new Map<string, Uint8Array>();

  async put(content: Uint8Array): Promise<string> {
    const hash = contentHash(content);
    this.#artifacts.set(hash, content.slice());
    return hash;
  }

  async get(hash: string): Promise<Uint8Array | null> {
    const content = this.#artifacts.get(hash);
    return content === undefined ? null : checkedContent(hash, content.slice());
  }

  async has(hash: string): Promise<boolean> {
    return this.#artifacts.has(hash);
  }

  async list(): Promise<StoredArtifact[]> {
    return [...this.#artifacts]
      .map(([hash, { length: size }]) => ({ hash, size }))
      .sort((one, other) => (one.hash < other.hash ? -1 : 1));
  }

  async remove(hash: string): Promise<void> {
    this.#artifacts.delete(hash);
  }

  /** Damages what is stored, for tests. */
  damage(hash: string, content: Uint8Array): void {
    this.#artifacts.set(hash, content);
  }
}
