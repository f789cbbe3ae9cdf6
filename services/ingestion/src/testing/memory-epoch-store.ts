import type { Epoch, EpochStore, StreamHistory } from "../epochs/epoch.js";

/** Ingestion's epochs in memory; `EpochRepository` is tested against the same expectations. */
export class MemoryEpochStore implements EpochStore {
  readonly published: Epoch[] = [];
  private open: Epoch | null = null;
  private readonly featureFiles = new Set<string>();

  async history(): Promise<StreamHistory> {
    const last = this.published.at(-1);
    return {
      lastEpoch: last?.epoch ?? 0,
      hasCatalogue: this.published.some(({ kind }) => kind !== "features"),
      sequence: last?.sequence ?? null,
      schemaSequence: last?.schemaSequence ?? null,
      featureFiles: this.featureFiles,
      open: this.open,
    };
  }

  async start(epoch: Epoch): Promise<void> {
    this.open ??= epoch;
  }

  async publish(epoch: number, _counts: unknown, hashes: ReadonlyMap<string, string>): Promise<void> {
    if (this.open?.epoch !== epoch) throw new Error(`epoch ${epoch} is not open`);
    this.published.push(this.open);
    for (const { name, kind } of this.open.files) {
      if (kind === "features" && hashes.has(name)) this.featureFiles.add(name);
    }
    this.open = null;
  }
}
