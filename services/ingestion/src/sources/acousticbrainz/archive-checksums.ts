import { readdir } from "node:fs/promises";
import { type VerifyOptions, compareArchives, readChecksums } from "@interlude/infra-archives";

/** The list that AcousticBrainz publishes beside the archives of each of its collections. */
export const FEATURE_CHECKSUMS_FILE = "sha256sums";

const ARCHIVE = /^acousticbrainz-.*\.tar(\.\w+)?$/;

/**
 * Compares those of a folder's files that are AcousticBrainz archives with its `sha256sums`; reads them whole, sends
 * nothing. That list is never signed, so signatures are not checked.
 * @param names files that are about to be read
 * @returns false if there is nothing to compare
 * @throws ArchiveError `CHECKSUM_MISMATCH`, `CHECKSUM_MISSING` (an archive that is not listed),
 *   `CHECKSUMS_MALFORMED`, `SOURCE_FILE_UNREADABLE`; the signal's reason if it was aborted
 */
export async function verifyFeatureArchives(
  folder: string,
  names: readonly string[],
  { signal, onProgress }: Omit<VerifyOptions, "signatures">,
): Promise<boolean> {
  const archives = names.filter((name) => ARCHIVE.test(name));
  // By its exact name: a file system that ignores case would find SHA256SUMS, which is a dump's.
  if (archives.length === 0 || !(await readdir(folder)).includes(FEATURE_CHECKSUMS_FILE)) return false;
  const list = FEATURE_CHECKSUMS_FILE;
  const sums = await readChecksums(folder, list);
  if (sums === null) return false;
  await compareArchives({ folder, archives, list, sums, signal, onProgress });
  return true;
}
