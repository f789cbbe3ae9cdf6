import { ArchiveError, CHECKSUMS_FILE, readChecksums } from "@interlude/infra-archives";

/** The archive that no export is without: until it is there, an export is still on its way. */
const CORE_ARCHIVE = /^mbdump(-sample)?\.tar/;

const DERIVED_ARCHIVE = "mbdump-derived";
const SAMPLE_ARCHIVE = "mbdump-sample";

/** Tables that a full export has in its derived archive. Of the tables that are sent, all others are in the core archive. */
const DERIVED_TABLE = /(^|_)(tag|meta|annotation|tag_relation|medium_index)$/;

/** The archives of one export, where a sample lies beside those of a full one; of that the sample is left out. */
export function oneExport(archives: readonly string[]): {
  readonly archives: readonly string[];
  readonly others: readonly string[];
} {
  const isFull = archives.some((name) => stem(name) === "mbdump");
  const others = archives.filter((name) => isFull && stem(name) === SAMPLE_ARCHIVE);
  return { archives: archives.filter((name) => !others.includes(name)), others };
}

export function isCoreArchive(name: string): boolean {
  return CORE_ARCHIVE.test(name);
}

/**
 * Archives that the folder's `SHA256SUMS` names beside the core one, that have tables which are sent, and that are not
 * there. Of the many archives of an export, most have no such table.
 * @param present names of the archives that are there
 * @param tables that are sent
 */
export async function missingArchives(
  folder: string,
  present: readonly string[],
  tables: ReadonlySet<string>,
): Promise<string[]> {
  const isNeeded = [...tables].some((table) => DERIVED_TABLE.test(table));
  const isThere = present.some((name) => stem(name) === DERIVED_ARCHIVE);
  if (!isNeeded || isThere) return [];
  const listed = [...(await sumsOf(folder)).keys()];
  // A list without the core archive is another export's, which the comparison with it will say.
  if (!present.some((name) => isCoreArchive(name) && listed.includes(name))) return [];
  return listed.filter((name) => stem(name) === DERIVED_ARCHIVE);
}

/** A list that cannot be read is reported when the archives are compared with it. */
async function sumsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  try {
    return (await readChecksums(folder, CHECKSUMS_FILE)) ?? new Map();
  } catch (error) {
    if (error instanceof ArchiveError) return new Map();
    throw error;
  }
}

/** The name of an archive without how it is packed. */
export function stem(name: string): string {
  return name.replace(/\.tar(\.\w+)?$/, "");
}
