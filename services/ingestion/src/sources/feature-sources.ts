import type { Stats } from "node:fs";
import { access, constants } from "node:fs/promises";
import { unreadableFile } from "@interlude/infra-archives";
import { acousticBrainzHighLevel } from "./acousticbrainz/high-level-source.js";
import { acousticBrainzLowLevel } from "./acousticbrainz/low-level-source.js";
import type { CandidateFile, FeatureSource } from "./feature-source.js";
import { fileStatus } from "./file-status.js";
import { type PopularityOptions, popularitySource } from "./popularity/popularity-source.js";

/** Every feature source, in the order in which they are tried. */
function allFeatureSources(options: PopularityOptions): readonly FeatureSource[] {
  return [acousticBrainzHighLevel, acousticBrainzLowLevel, popularitySource(options)];
}

/** Tells which source a file belongs to. */
export class FeatureSources {
  /** Every source. */
  static all(options: PopularityOptions = { asOf: null, warn: () => undefined }): FeatureSources {
    return new FeatureSources(allFeatureSources(options));
  }

  readonly #known = new Map<string, { stamp: string; source: FeatureSource | null }>();

  constructor(private readonly sources: readonly FeatureSource[]) {}

  /**
   * The source of a file, or null if it has none. A file is inspected again only when it changed.
   * @throws ArchiveError `SOURCE_FILE_UNREADABLE`
   */
  async sourceOf(file: CandidateFile): Promise<FeatureSource | null> {
    const found = await this.#statusOf(file);
    if (found === null || !found.isFile()) return null;
    const stamp = `${found.size} ${found.mtimeMs}`;
    const known = this.#known.get(file.path);
    if (known?.stamp === stamp) return known.source;
    try {
      const source = await this.#recognise(file);
      if (source !== null) await access(file.path, constants.R_OK);
      this.#known.set(file.path, { stamp, source });
      return source;
    } catch (error) {
      throw unreadableFile(file.name, error);
    }
  }

  /** Why a file that has no source is not read, where one of the sources can tell; null if none can. */
  async refusal(file: CandidateFile): Promise<string | null> {
    for (const source of this.sources) {
      const reason = (await source.refusal?.(file)) ?? null;
      if (reason !== null) return reason;
    }
    return null;
  }

  /** Null if the file is gone, or cannot be looked up and is not one that might hold features. */
  async #statusOf(file: CandidateFile): Promise<Stats | null> {
    try {
      return await fileStatus(file.path);
    } catch (error) {
      const isCandidate = await this.#recognise(file).then(
        (source) => source !== null,
        () => true,
      );
      if (isCandidate) throw error;
      return null;
    }
  }

  async #recognise(file: CandidateFile): Promise<FeatureSource | null> {
    for (const source of this.sources) {
      if (await source.recognises(file)) return source;
    }
    return null;
  }
}
