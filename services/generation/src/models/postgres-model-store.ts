import type { Transaction } from "@interlude/infra-postgres";
import { checkedContent, contentHash } from "./content-hash.js";
import type { ModelStore, StoredArtifact } from "./model-store.js";

/** Artifacts in the table `model_artifacts`. */
export class PostgresModelStore implements ModelStore {
  constructor(private readonly source: Pick<Transaction, "query">) {}

  async put(content: Uint8Array): Promise<string> {
    const hash = contentHash(content);
    // Content that was damaged is put right.
    await this.source.query(
      `insert into model_artifacts (hash, size, content) values ($1, $2, $3)
       on conflict (hash) do update set size = excluded.size, content = excluded.content
       where model_artifacts.content <> excluded.content`,
      [hash, content.length, Buffer.from(content.buffer, content.byteOffset, content.byteLength)],
    );
    return hash;
  }

  async get(hash: string): Promise<Uint8Array | null> {
    const [row] = await this.source.query<{ content: Buffer }>(
      "select content from model_artifacts where hash = $1",
      [hash],
    );
    return row === undefined ? null : checkedContent(hash, new Uint8Array(row.content));
  }

  async has(hash: string): Promise<boolean> {
    return (await this.source.query("select from model_artifacts where hash = $1", [hash])).length > 0;
  }

  list(): Promise<StoredArtifact[]> {
    return this.source.query<StoredArtifact>(
      `select hash, size from model_artifacts order by hash collate "C"`,
    );
  }

  async remove(hash: string): Promise<void> {
    await this.source.query("delete from model_artifacts where hash = $1", [hash]);
  }
}
