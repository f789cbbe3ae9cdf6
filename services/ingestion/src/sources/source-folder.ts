import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { packetNumber } from "@interlude/core-musicbrainz";
import { ArchiveError, CHECKSUMS_FILE, SIGNATURE_SUFFIX } from "@interlude/infra-archives";
import { codeOf } from "@interlude/stage";
import type { Omission } from "../history/epoch.js";
import { omittedFile } from "../history/omitted-file.js";
import { IngestionError } from "../ingestion-error.js";
import { FEATURE_CHECKSUMS_FILE } from "./acousticbrainz/archive-checksums.js";
import { isCompanion } from "./companion-files.js";
import { stem } from "./dump/export-archives.js";
import type { FeatureSource } from "./feature-source.js";
import { FeatureSources } from "./feature-sources.js";
import { fileStatus } from "./file-status.js";
import { sidecarText } from "./popularity/snapshot-date.js";
import { UnrecognisedFiles } from "./unrecognised-files.js";

/** What lies in the source folder, by file name; everything sorted. */
export interface FolderContents {
  /** Archives of a full export. */
  readonly dumps: readonly string[];
  /** Files that one of the feature sources recognises. */
  readonly features: readonly string[];
  /** Files that might hold features and cannot be opened. */
  readonly unreadable: ReadonlySet<string>;
  /** Packets by replication sequence. */
  readonly packets: ReadonlyMap<number, string>;
  /** What is not read, whatever has been read already, and why. What is known to be no input is not among them. */
  readonly omitted: readonly Omission[];
}

const CHECKSUM_LISTS = [CHECKSUMS_FILE, FEATURE_CHECKSUMS_FILE];
const DUMP = /^mbdump[\w-]*\.tar(\.bz2|\.xz|\.zst)?$/;

/** A file that was written to this recently, in milliseconds, may still be arriving. */
export const ARRIVAL_MS = 2_000;

/** Which of a folder's files count: a dump with the features beside it, or packets; null for all. */
export type FolderPart = "dump" | "packets" | null;

/** The folder that dumps, packets and feature files are put into. */
export class SourceFolder {
  readonly #unrecognised: UnrecognisedFiles;

  constructor(
    readonly path: string,
    private readonly part: FolderPart = null,
    private readonly features = FeatureSources.all(),
  ) {
    this.#unrecognised = new UnrecognisedFiles(features);
  }

  /** Where a file of the folder is. */
  pathOf(name: string): string {
    return join(this.path, name);
  }

  /**
   * The feature source of a file; null if it has none.
   * @throws ArchiveError `SOURCE_FILE_UNREADABLE`
   */
  sourceOf(name: string): Promise<FeatureSource | null> {
    return this.features.sourceOf({ name, path: this.pathOf(name) });
  }

  /** @throws IngestionError `SOURCE_FOLDER_MISSING` */
  async scan(): Promise<FolderContents> {
    const names = (await this.#list()).toSorted();
    const packets = new Map<number, string>();
    const dumps: string[] = [];
    const features: string[] = [];
    const unreadable = new Set<string>();
    const omitted: Omission[] = [];
    for (const name of names) {
      const packet = packetNumber(name);
      const isDump = packet === null && DUMP.test(name);
      if (packet === null ? this.part === "packets" : this.part === "dump") continue;
      const other = isDump ? dumps.find((dump) => stem(dump) === stem(name)) : packets.get(packet ?? -1);
      if (other !== undefined) {
        omitted.push(
          omittedFile(name, "FILE_DUPLICATE", `${other} is read in its place: take one of the two away`),
        );
      } else if (packet !== null) packets.set(packet, name);
      else if (isDump) dumps.push(name);
      else {
        const found = await this.#classify(name);
        if (found === "features") features.push(name);
        else if (found !== null) {
          unreadable.add(name);
          omitted.push(omittedFile(name, found.code, found.message));
        } else if (!isCompanion(name)) omitted.push(...(await this.#omission(name)));
      }
    }
    return { dumps, features, unreadable, packets, omitted };
  }

  /**
   * Changes whenever one of the files, their checksums or signatures is written to, replaced, or may be read by others
   * than before.
   * @throws ArchiveError `SOURCE_FILE_UNREADABLE`
   */
  async fingerprint(names: readonly string[]): Promise<string> {
    const signatures = [...names, ...CHECKSUM_LISTS].map((name) => `${name}${SIGNATURE_SUFFIX}`);
    const parts = await Promise.all(
      [...names, ...CHECKSUM_LISTS, ...signatures].map(async (name) => {
        const found = await fileStatus(this.pathOf(name));
        return found === null ? `${name} is gone` : `${name} ${found.size} ${found.mtimeMs} ${found.mode}`;
      }),
    );
    return parts.join("\n");
  }

  /**
   * Of a file of features: its size and time, and what the file beside it says of its day. Null if it is gone.
   * @throws ArchiveError `SOURCE_FILE_UNREADABLE`
   */
  async featureFingerprint(name: string): Promise<string | null> {
    const found = await fileStatus(this.pathOf(name));
    if (found === null) return null;
    const day = await sidecarText(this.pathOf(name));
    return `${found.size} ${found.mtimeMs} ${JSON.stringify(day)}`;
  }

  /**
   * When the newest of the files was last written to, Unix time in milliseconds; 0 if all are gone.
   * @throws ArchiveError `SOURCE_FILE_UNREADABLE`
   */
  async lastWritten(names: readonly string[]): Promise<number> {
    const times = await Promise.all(
      names.map(async (name) => (await fileStatus(this.pathOf(name)))?.mtimeMs ?? 0),
    );
    return Math.max(0, ...times);
  }

  /**
   * Milliseconds since a file was last written to. One that is gone or cannot be looked up is old; so is one whose time
   * is in the future, which is some other clock's or its own.
   * @param now Unix time in milliseconds
   */
  async age(name: string, now: number): Promise<number> {
    const written = await this.lastWritten([name]).catch((error: unknown) => {
      if (error instanceof ArchiveError) return 0;
      throw error;
    });
    return Math.abs(now - written);
  }

  /** One file that cannot be opened must not keep the others from being read. */
  async #classify(name: string): Promise<"features" | ArchiveError | null> {
    try {
      return (await this.sourceOf(name)) === null ? null : "features";
    } catch (error) {
      if (error instanceof ArchiveError) return error;
      throw error;
    }
  }

  /** What cannot be looked at is named as such: it must not keep the others from being read. */
  async #omission(name: string): Promise<Omission[]> {
    try {
      const omission = await this.#unrecognised.omission({ name, path: this.pathOf(name) });
      return omission === null ? [] : [omission];
    } catch (error) {
      if (error instanceof ArchiveError) return [omittedFile(name, error.code, error.message)];
      throw error;
    }
  }

  async #list(): Promise<string[]> {
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
