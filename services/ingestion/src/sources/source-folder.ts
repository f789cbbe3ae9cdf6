import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { IngestionError, codeOf } from "../ingestion-error.js";
import type { FeatureSource } from "./feature-source.js";
import { FeatureSources } from "./feature-sources.js";
import { packetNumber } from "./packets/packet-name.js";

/** What lies in the source folder, by file name; everything sorted. */
export interface FolderContents {
  /** Archives of a full export. */
  readonly dumps: readonly string[];
  /** Files that one of the feature sources recognises. */
  readonly features: readonly string[];
  /** Packets by replication sequence. */
  readonly packets: ReadonlyMap<number, string>;
}

const DUMP = /^mbdump[\w-]*\.tar(\.bz2|\.xz|\.zst)?$/;

/** Which of a folder's files count: a dump with the features beside it, or packets; null for all. */
export type FolderPart = "dump" | "packets" | null;

/** The folder that dumps, packets and feature files are put into. */
export class SourceFolder {
  constructor(
    readonly path: string,
    private readonly part: FolderPart = null,
    private readonly features = FeatureSources.all(),
  ) {}

  /** Where a file of the folder is. */
  pathOf(name: string): string {
    return join(this.path, name);
  }

  /** The feature source of a file, or null where it is none's. */
  sourceOf(name: string): Promise<FeatureSource | null> {
    return this.features.sourceOf({ name, path: this.pathOf(name) });
  }

  /** @throws IngestionError `SOURCE_FOLDER_MISSING` */
  async scan(): Promise<FolderContents> {
    const names = (await this.list()).toSorted();
    const packets = new Map<number, string>();
    const features: string[] = [];
    for (const name of names) {
      const packet = packetNumber(name);
      if (packet !== null) {
        if (this.part !== "dump") packets.set(packet, name);
      } else if (this.part === "packets") continue;
      else if ((await this.sourceOf(name)) !== null) features.push(name);
    }
    const dumps = this.part === "packets" ? [] : names.filter((name) => DUMP.test(name));
    return { dumps, features, packets };
  }

  /** Changes whenever one of the files is written to or replaced. */
  async fingerprint(names: readonly string[]): Promise<string> {
    const parts = await Promise.all(
      names.map(async (name) => {
        const found = await stat(this.pathOf(name)).catch(() => null);
        return found === null ? `${name} is gone` : `${name} ${found.size} ${found.mtimeMs}`;
      }),
    );
    return parts.join("\n");
  }

  /** When the newest of the files was last written to, in milliseconds since the Unix epoch. */
  async lastWritten(names: readonly string[]): Promise<number> {
    const times = await Promise.all(
      names.map(async (name) => (await stat(this.pathOf(name)).catch(() => null))?.mtimeMs ?? 0),
    );
    return Math.max(0, ...times);
  }

  private async list(): Promise<string[]> {
    try {
      return await readdir(this.path);
    } catch (error) {
      throw new IngestionError(
        "SOURCE_FOLDER_MISSING",
        `the source folder ${this.path} cannot be read (${codeOf(error)}); create it, or set INGESTION_SOURCE to another`,
        { cause: error },
      );
    }
  }
}
