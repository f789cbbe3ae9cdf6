import { sha256OfFile } from "@interlude/infra-archives";
import { codeOf } from "@interlude/stage";
import type { EpochStore, Omission, PublishedFile, StreamHistory } from "../history/epoch.js";
import { omittedFile } from "../history/omitted-file.js";
import { unreadableFile } from "../sources/file-status.js";
import { ARRIVAL_MS, type FolderContents, type SourceFolder } from "../sources/source-folder.js";
import { isInputError } from "./input-error.js";

/** What a look at the feature files that were read came to. */
interface FeatureScan {
  /** Names of those that have other content now: they are to be read again. */
  readonly changed: readonly string[];
  /** Whether some are still being written, or were not compared yet. */
  readonly isUnfinished: boolean;
  /** Those of which that cannot be told, and why. */
  readonly omitted: readonly Omission[];
}

/**
 * Finds feature files that were published again under their names. Size, time and the day beside it tell whether a file
 * may have changed, its hash whether it has; one file is hashed in a scan, so that packets do not wait for archives.
 */
export class ChangedFeatures {
  /** Fingerprints of files that differ from what was read, by name. */
  readonly #different = new Map<string, string>();

  constructor(
    private readonly options: {
      readonly folder: SourceFolder;
      readonly store: Pick<EpochStore, "recordFeatureFingerprint">;
      /** Unix time in milliseconds. */
      readonly now: () => number;
    },
  ) {}

  /** @throws the signal's reason if it was aborted */
  async scan(
    { features }: FolderContents,
    { featureFiles, open }: StreamHistory,
    signal: AbortSignal,
  ): Promise<FeatureScan> {
    const changed: string[] = [];
    const omitted: Omission[] = [];
    let isUnfinished = false;
    let isHashing = false;
    for (const name of open === null ? features : []) {
      const read = featureFiles.get(name);
      if (read === undefined) continue;
      try {
        const fingerprint = await this.options.folder.featureFingerprint(name);
        if (fingerprint === null || fingerprint === read.fingerprint) continue;
        if (isHashing || (await this.options.folder.age(name, this.options.now())) < ARRIVAL_MS) {
          isUnfinished = true;
          continue;
        }
        const isKnown = this.#different.get(name) === fingerprint;
        isHashing = !isKnown;
        const isDifferent = isKnown || (await this.#isDifferent(name, read, fingerprint, signal));
        if ((await this.options.folder.featureFingerprint(name)) !== fingerprint) isUnfinished = true;
        else if (isDifferent) {
          this.#different.set(name, fingerprint);
          changed.push(name);
        } else await this.options.store.recordFeatureFingerprint(name, fingerprint);
      } catch (error) {
        if (!isInputError(error)) throw error;
        omitted.push(omittedFile(name, error.code, error.message));
      }
    }
    return { changed, isUnfinished, omitted };
  }

  async #isDifferent(
    name: string,
    read: PublishedFile,
    fingerprint: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    const isOfAnotherDay = read.fingerprint !== null && dayOf(read.fingerprint) !== dayOf(fingerprint);
    return isOfAnotherDay || (await this.#hash(name, signal)) !== read.sha256;
  }

  /** Null if the file was removed since the folder was read. */
  async #hash(name: string, signal: AbortSignal): Promise<string | null> {
    try {
      return await sha256OfFile(this.options.folder.pathOf(name), { signal });
    } catch (error) {
      if (codeOf(error) === "ENOENT") return null;
      throw unreadableFile(name, "read", error);
    }
  }
}

/** What a fingerprint has after size and time. */
function dayOf(fingerprint: string): string {
  return fingerprint.split(" ").slice(2).join(" ");
}
