import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "@interlude/stage";
import { ArchiveError, unreadableFile } from "./archive-error.js";
import type { SignatureCheck } from "./openpgp-signatures.js";

/** The file of an export that names its archives' SHA-256. */
export const CHECKSUMS_FILE = "SHA256SUMS";

/** An export has some dozen archives, each a line. */
export const MAX_CHECKSUMS_BYTES = 64 * 1024;

const LINE = /^([0-9a-f]{64}) [ *](\S+)$/i;

/**
 * SHA-256 in hexadecimal by file name, from lines `<hex> *<file>` or `<hex>  <file>`. The names are to be looked up,
 * never used as paths.
 * @param list name of the file that they are from
 * @throws ArchiveError `CHECKSUMS_MALFORMED`
 */
export function parseChecksums(text: string, list: string = CHECKSUMS_FILE): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line === "") continue;
    const match = LINE.exec(line);
    if (match === null) {
      throw new ArchiveError(
        "CHECKSUMS_MALFORMED",
        `line ${i + 1} of ${list} is not "<SHA-256> *<file>"; fetch the file again`,
      );
    }
    const [, hash, file] = match as unknown as [string, string, string];
    const before = sums.get(file);
    if (before !== undefined && before !== hash.toLowerCase()) {
      throw new ArchiveError("CHECKSUMS_MALFORMED", `${list} names ${file} twice, with two sums`);
    }
    sums.set(file, hash.toLowerCase());
  }
  return sums;
}

export interface VerifyOptions {
  /** Null: signatures are not checked. */
  readonly signatures: SignatureCheck | null;
  readonly signal?: AbortSignal;
  /** Called with the bytes read so far and in all. */
  readonly onProgress?: (bytes: number, totalBytes: number) => void;
}

/**
 * Whether the archives of a folder are those that its SHA256SUMS names; reads them whole, sends nothing. With
 * signatures, SHA256SUMS must be there and be signed, which signs all that it names.
 * @returns false if there is no SHA256SUMS to compare them with
 * @throws ArchiveError `CHECKSUM_MISMATCH`, `CHECKSUM_MISSING` (an archive that is not listed),
 *   `CHECKSUMS_MALFORMED`, `SIGNATURE_MISSING`, `SIGNATURE_INVALID`; the signal's reason if it was aborted
 */
export async function verifyArchives(
  folder: string,
  archives: readonly string[],
  { signatures, signal, onProgress }: VerifyOptions,
): Promise<boolean> {
  const sums = await readChecksums(folder, CHECKSUMS_FILE);
  if (sums === null) {
    if (signatures === null) return false;
    throw new ArchiveError(
      "SIGNATURE_MISSING",
      `${folder} has no ${CHECKSUMS_FILE}, whose signature is the one that counts for a dump; fetch it and ` +
        `${CHECKSUMS_FILE}.asc, or unset INGESTION_KEYRING to read dumps without a signature`,
    );
  }
  await signatures?.verify(join(folder, CHECKSUMS_FILE));
  await compareArchives({ folder, archives, list: CHECKSUMS_FILE, sums, signal, onProgress });
  return true;
}

interface Comparison extends Omit<VerifyOptions, "signatures"> {
  readonly folder: string;
  readonly archives: readonly string[];
  /** Name of the file that the sums are from. */
  readonly list: string;
  readonly sums: ReadonlyMap<string, string>;
}

/**
 * Reads the archives whole and compares each with its checksum.
 * @throws ArchiveError `CHECKSUM_MISMATCH`, `CHECKSUM_MISSING`, `SOURCE_FILE_UNREADABLE`; the signal's reason if
 *   it was aborted
 */
export async function compareArchives(comparison: Comparison): Promise<void> {
  const { folder, archives, list, sums, signal, onProgress } = comparison;
  const sizes = await Promise.all(archives.map((name) => sizeOf(folder, name)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let bytes = 0;
  for (const name of archives) {
    const expected = expectedChecksum(sums, name, list);
    const onPiece = (piece: Buffer): void => onProgress?.((bytes += piece.length), total);
    const found = await sha256OfFile(join(folder, name), { signal, onPiece }).catch((error: unknown) => {
      throw unreadableFile(name, error);
    });
    if (found !== expected)
      throw checksumMismatch(name, expected, found, "delete it and fetch it again", list);
  }
}

async function sizeOf(folder: string, name: string): Promise<number> {
  try {
    return (await stat(join(folder, name))).size;
  } catch (error) {
    throw unreadableFile(name, error);
  }
}

/** @throws ArchiveError `CHECKSUM_MISSING` */
export function expectedChecksum(
  sums: ReadonlyMap<string, string>,
  archive: string,
  list: string = CHECKSUMS_FILE,
): string {
  const expected = sums.get(archive);
  if (expected !== undefined) return expected;
  throw new ArchiveError(
    "CHECKSUM_MISSING",
    `${list} does not name ${archive}; put the ${list} of the export it is from beside it, ` +
      "or take away the one that is there",
  );
}

/** @param whatToDo goes at the end of the message */
export function checksumMismatch(
  archive: string,
  expected: string,
  found: string,
  whatToDo: string,
  list: string = CHECKSUMS_FILE,
): ArchiveError {
  return new ArchiveError(
    "CHECKSUM_MISMATCH",
    `${archive} has SHA-256 ${found}, but ${list} says ${expected}; ${whatToDo}`,
  );
}

/** SHA-256 of a file in hexadecimal, read in pieces. */
export async function sha256OfFile(
  path: string,
  { signal, onPiece }: { signal?: AbortSignal; onPiece?: (piece: Buffer) => void } = {},
): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 1024 ** 2 })) {
    signal?.throwIfAborted();
    hash.update(piece as Buffer);
    onPiece?.(piece as Buffer);
  }
  return hash.digest("hex");
}

/**
 * The sums that a folder's list has; null if there is no such list.
 * @throws ArchiveError `CHECKSUMS_MALFORMED`, `SOURCE_FILE_UNREADABLE`
 */
export async function readChecksums(
  folder: string,
  list: string,
): Promise<ReadonlyMap<string, string> | null> {
  const path = join(folder, list);
  try {
    const { size } = await stat(path);
    if (size > MAX_CHECKSUMS_BYTES) {
      throw new ArchiveError(
        "CHECKSUMS_MALFORMED",
        `${path} has ${size} bytes, which no list of an export has`,
      );
    }
    return parseChecksums(await readFile(path, "utf8"), list);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw unreadableFile(list, error);
  }
}
