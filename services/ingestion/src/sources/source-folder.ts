import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { IngestionError, codeOf } from "../ingestion-error.js";
import { isAcousticBrainzFile } from "./acousticbrainz/acousticbrainz-source.js";
import { isPopularityFile } from "./popularity/popularity-source.js";

/** What lies in the source folder, by file name; everything sorted. */
export interface FolderContents {
  /** Archives of a full export. */
  readonly dumps: readonly string[];
  /** AcousticBrainz archives and popularity snapshots. */
  readonly features: readonly string[];
  /** Packets by replication sequence. */
  readonly packets: ReadonlyMap<number, string>;
}

const DUMP = /^mbdump[\w-]*\.tar(\.bz2|\.xz|\.zst)?$/;
const PACKET = /^replication-(\d{1,12})-v2\.tar(\.bz2|\.xz|\.zst)?$/;

/** The folder that dumps, packets and feature files are put into. */
export class SourceFolder {
  private readonly popularity = new Map<string, boolean>();

  constructor(readonly path: string) {}

  /** Where a file of the folder is. */
  pathOf(name: string): string {
    return join(this.path, name);
  }

  /** @throws IngestionError `SOURCE_FOLDER_MISSING` */
  async scan(): Promise<FolderContents> {
    const names = (await this.list()).toSorted();
    const packets = new Map<number, string>();
    const features: string[] = [];
    for (const name of names) {
      const packet = PACKET.exec(name);
      if (packet !== null) packets.set(Number(packet[1]), name);
      else if (isAcousticBrainzFile(name) || (await this.isPopularity(name))) features.push(name);
    }
    return { dumps: names.filter((name) => DUMP.test(name)), features, packets };
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

  /** A file's kind does not change: its header is looked at once. */
  private async isPopularity(name: string): Promise<boolean> {
    if (!name.endsWith(".csv")) return false;
    const known = this.popularity.get(name);
    if (known !== undefined) return known;
    const found = await isPopularityFile(this.pathOf(name));
    this.popularity.set(name, found);
    return found;
  }
}
