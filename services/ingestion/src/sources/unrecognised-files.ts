import { readlink } from "node:fs/promises";
import type { Omission } from "../history/epoch.js";
import { omittedFile } from "../history/omitted-file.js";
import type { CandidateFile } from "./feature-source.js";
import type { FeatureSources } from "./feature-sources.js";
import { fileStatus } from "./file-status.js";

const READ_NAMES = "docs/ingestion.md lists the names that are read";

/** What is wrong with names that come close to those that are read. */
const NEAR_NAMES: readonly (readonly [RegExp, string])[] = [
  [
    /^replication-\d+\.tar/,
    "packets of the first format are not read; fetch the one whose name ends in -v2.tar.bz2",
  ],
  [
    /^(mbdump|replication-\d+-v2|acousticbrainz-(high|low)level).*\.(tar\.\w+|tgz|tbz2?|txz|tzst|zip|7z)$/,
    "archives are read as .tar, .tar.bz2, .tar.xz and .tar.zst; pack it as one of these",
  ],
  [
    /^(mbdump|replication|acousticbrainz)/,
    `it has the name of no archive that is read: rename it, or take it away; ${READ_NAMES}`,
  ],
  [/\.(tar(\.\w+)?|tgz|zip)$/, `no source reads an archive of this name; ${READ_NAMES}`],
  [/\.csv(\.\w+)$/, "tables are read unpacked: unpack it"],
];

/** Says why files that no source knows are not read. A file is looked at again only when it changed. */
export class UnrecognisedFiles {
  readonly #known = new Map<string, { readonly stamp: string; readonly omission: Omission }>();

  constructor(private readonly features: FeatureSources) {}

  /** @returns null if the file is gone */
  async omission(file: CandidateFile): Promise<Omission | null> {
    const status = await fileStatus(file.path);
    if (status === null) return this.#danglingLink(file);
    if (status.isDirectory()) {
      return omittedFile(
        file.name,
        "FOLDER_UNREAD",
        "only files directly in the source folder are read: move them up",
      );
    }
    if (!status.isFile()) {
      // To open a pipe would wait for its writer.
      const reason = "it is no regular file, but a pipe, a socket or a device: take it away";
      return omittedFile(file.name, "FILE_UNRECOGNISED", reason);
    }
    const stamp = `${status.size} ${status.mtimeMs}`;
    const known = this.#known.get(file.path);
    if (known?.stamp === stamp) return known.omission;
    const reason = (await this.features.refusal(file)) ?? reasonOf(file.name);
    const omission = omittedFile(file.name, "FILE_UNRECOGNISED", reason);
    this.#known.set(file.path, { stamp, omission });
    return omission;
  }

  async #danglingLink({ name, path }: CandidateFile): Promise<Omission | null> {
    const target = await readlink(path).catch(() => null);
    if (target === null) return null;
    return omittedFile(
      name,
      "FILE_UNRECOGNISED",
      `it is a link to ${target}, which is not there: put it there, or take the link away`,
    );
  }
}

function reasonOf(name: string): string {
  const near = NEAR_NAMES.find(([pattern]) => pattern.test(name));
  return near?.[1] ?? `no source reads files of this name; ${READ_NAMES}`;
}
