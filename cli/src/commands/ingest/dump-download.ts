import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CHECKSUMS_FILE,
  MAX_CHECKSUMS_BYTES,
  MAX_SIGNATURE_BYTES,
  SIGNATURE_SUFFIX,
  type SignatureCheck,
  expectedChecksum,
  parseChecksums,
} from "@interlude/infra-archives";
import {
  BodyTooLargeError,
  ConnectionError,
  DownloadError,
  type FileDownload,
  bodyText,
  downloadFile,
  httpGet,
  staysEncrypted,
} from "@interlude/infra-http/download";
import { CommandError } from "../../command-error.js";
import {
  type DumpAddress,
  dumpAddress,
  exportFolder,
  isSampleAddress,
  latestExport,
} from "./dump-address.js";

/** Milliseconds that a server may be silent, before its status and after it. */
const SILENCE_MS = 60_000;

const FULL = ["mbdump.tar.bz2", "mbdump-derived.tar.bz2"] as const;
const SAMPLE = "mbdump-sample.tar.xz";

export interface DumpDownloadOptions {
  /** An export's directory, or a directory of exports with a `LATEST`. */
  readonly url: string;
  /** The export gets a folder of its own in this one. */
  readonly into: string;
  /** Null: signatures are not checked. */
  readonly signatures: SignatureCheck | null;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly wait?: FileDownload["wait"];
}

export interface DownloadProgress {
  readonly file: string;
  readonly bytes: number;
  /** Null until the server says it. */
  readonly totalBytes: number | null;
}

interface DownloadedDump {
  /** Holds the archives, still compressed, and nothing else that ingestion would read. */
  readonly folder: string;
  readonly archives: readonly string[];
  /** False if the export, a sample, has no checksums. */
  readonly isVerified: boolean;
}

/**
 * Downloads an export's archives that ingestion reads, as they are. They go to disk rather than straight through: so a
 * connection or process that dies at 90 % of seven gigabytes goes on from there, and no row is sent before the
 * checksum of the whole is known to be right.
 * @throws CommandError `DUMP_URL_REFUSED`, `DUMP_NOT_FOUND`; DownloadError; ArchiveError `CHECKSUM…`, `SIGNATURE_…`;
 *   what the file system throws; the signal's reason if it was aborted
 */
export async function downloadDump(options: DumpDownloadOptions): Promise<DownloadedDump> {
  const { into, signatures, signal, onProgress, wait } = options;
  const address = await exportAddress(dumpAddress(options.url, signatures !== null), signal);
  const folder = join(into, exportFolder(address));
  await mkdir(folder, { recursive: true });
  const sums = await fetchChecksums(address, folder, options);
  const archives = sums === null ? [SAMPLE] : archivesOf(sums, address);
  for (const name of archives) {
    await downloadFile({
      url: new URL(name, address.url),
      folder,
      name,
      sha256: sums === null ? null : expectedChecksum(sums, name),
      signal,
      onProgress: (bytes, totalBytes) => onProgress?.({ file: name, bytes, totalBytes }),
      wait,
    });
  }
  return { folder, archives, isVerified: sums !== null };
}

async function exportAddress(address: DumpAddress, signal: AbortSignal): Promise<DumpAddress> {
  if (address.stamp !== null) return address;
  const latest = await fetchText(new URL("LATEST", address.url), 256, signal);
  if (latest === null) return address;
  const found = latestExport(address, latest);
  if (found !== null) return found;
  throw new CommandError(
    "DUMP_NOT_FOUND",
    `LATEST of ${address.url.href} does not name an export (as in 20260905-002519); give the export's own address`,
  );
}

/** Only known names count: what a server lists is never made into a path. */
function archivesOf(sums: ReadonlyMap<string, string>, { url }: DumpAddress): readonly string[] {
  if (sums.has(FULL[0])) return FULL.filter((name) => sums.has(name));
  if (sums.has(SAMPLE)) return [SAMPLE];
  throw new CommandError(
    "DUMP_NOT_FOUND",
    `${CHECKSUMS_FILE} of ${url.href} names neither ${FULL[0]} nor ${SAMPLE}; give the address of a MusicBrainz export`,
  );
}

async function fetchChecksums(
  address: DumpAddress,
  folder: string,
  { signatures, signal }: DumpDownloadOptions,
): Promise<ReadonlyMap<string, string> | null> {
  const text = await fetchText(new URL(CHECKSUMS_FILE, address.url), MAX_CHECKSUMS_BYTES, signal);
  if (text === null) {
    if (isSampleAddress(address) && signatures === null) return null;
    throw new CommandError(
      "DUMP_NOT_FOUND",
      `${address.url.href} has no ${CHECKSUMS_FILE}, so no export can be fetched from it; check the address`,
    );
  }
  const path = join(folder, CHECKSUMS_FILE);
  if (signatures !== null) {
    const name = `${CHECKSUMS_FILE}${SIGNATURE_SUFFIX}`;
    const signature = await fetchText(new URL(name, address.url), MAX_SIGNATURE_BYTES, signal);
    if (signature !== null) await writeFile(join(folder, name), signature);
  }
  await writeFile(path, text);
  await signatures?.verify(path);
  return parseChecksums(text);
}

/** A small text; null if there is none (404). */
async function fetchText(url: URL, maxBytes: number, signal: AbortSignal): Promise<string | null> {
  const file = url.pathname.split("/").at(-1);
  const failed = (why: string): DownloadError =>
    new DownloadError(`${file} could not be fetched from ${url.host}: ${why}; try again later`);
  try {
    const response = await httpGet(url, {
      signal,
      responseMs: SILENCE_MS,
      idleMs: SILENCE_MS,
      mayFollow: staysEncrypted,
    });
    try {
      if (response.status === 404) return null;
      if (response.status !== 200) throw failed(`it responded with status ${response.status}`);
      return await bodyText(response.body, maxBytes);
    } finally {
      response.close();
    }
  } catch (error) {
    if (error instanceof ConnectionError || error instanceof BodyTooLargeError) throw failed(error.message);
    throw error;
  }
}
