import { createHash } from "node:crypto";
import { rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { checksumMismatch, sha256OfFile } from "@interlude/infra-archives";
import { type RetryPolicy, codeOf, retryDelay } from "@interlude/stage";
import { DownloadError } from "./download-error.js";
import { ConnectionError, type HttpResponse, httpGet, staysEncrypted } from "./http-get.js";
import { retryAfterMs } from "./retry-after.js";
import { saveBody } from "./save-body.js";

/** A full dump's largest archive has some ten gigabytes. */
const MAX_FILE_BYTES = 128 * 1024 ** 3;
/** A server that asks for a longer pause is asked again all the same. */
const MAX_RETRY_AFTER_MS = 3_600_000;
const RESPONSE_MS = 60_000;
const IDLE_MS = 60_000;
const RETRY: RetryPolicy = { attempts: 8, firstDelayMs: 1_000, maxDelayMs: 60_000 };

export interface FileDownload {
  readonly url: URL;
  readonly folder: string;
  /** File name in the folder; never one that a server sent. */
  readonly name: string;
  /** SHA-256 in hexadecimal; null if it is not known. */
  readonly sha256: string | null;
  readonly signal: AbortSignal;
  /** Bytes there and in all; in all is null until the server says it. */
  readonly onProgress: (bytes: number, totalBytes: number | null) => void;
  /** Waits between attempts. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Downloads one file into a folder, resuming where an earlier attempt, in this process or before, was cut off. A file
 * that is there and has the right checksum is left alone.
 * @throws ArchiveError `CHECKSUM_MISMATCH`; DownloadError; the signal's reason if it was aborted
 */
export async function downloadFile(download: FileDownload): Promise<void> {
  const { folder, name, sha256, signal, onProgress } = download;
  const path = join(folder, name);
  const size = await sizeOf(path);
  if (size !== null && (sha256 === null || (await sha256OfFile(path, { signal })) === sha256)) {
    onProgress(size, size);
    return;
  }
  const partial = new PartialFile(download);
  const resumed = await partial.complete();
  if (await partial.matches()) return partial.moveIn();
  // What lay there from before may have been damaged on the disk; what came in one go has not been.
  if (resumed) {
    await partial.complete();
    if (await partial.matches()) return partial.moveIn();
  }
  throw checksumMismatch(
    name,
    sha256 ?? "",
    partial.found,
    "it was not kept; fetch it again later, or from another mirror",
  );
}

/** The bytes of a file that have come so far. Its name holds the checksum, so that only the same contents are resumed. */
class PartialFile {
  found = "";
  readonly #path: string;
  #hash = createHash("sha256");
  #bytes = 0;
  #total: number | null = null;

  constructor(private readonly download: FileDownload) {
    const { folder, name, sha256 } = download;
    this.#path = join(folder, `.${name}.${sha256?.slice(0, 16) ?? "unknown"}.part`);
  }

  /** Downloads what is missing. Returns whether there was something from before. */
  async complete(): Promise<boolean> {
    const { sha256, signal } = this.download;
    // Without a checksum, what is there may be part of another file.
    if (sha256 === null) await this.#discard();
    const resumed = await this.#hashPrefix();
    const { wait = pause } = this.download;
    for (let attempt = 1; ; attempt++) {
      const before = this.#bytes;
      const failure = await this.#attempt();
      if (failure === null) return resumed;
      if (this.#bytes > before) attempt = 1;
      if (!failure.retriable || attempt >= RETRY.attempts) throw this.#failed(failure.reason);
      await wait(Math.max(failure.retryAfterMs, retryDelay(RETRY, attempt)), signal);
    }
  }

  /** Whether the contents have the checksum; others are deleted. */
  async matches(): Promise<boolean> {
    const { sha256 } = this.download;
    this.found = this.#hash.digest("hex");
    if (sha256 === null || this.found === sha256) return true;
    await this.#discard();
    return false;
  }

  async moveIn(): Promise<void> {
    await rename(this.#path, join(dirname(this.#path), this.download.name));
  }

  async #hashPrefix(): Promise<boolean> {
    this.#hash = createHash("sha256");
    this.#bytes = 0;
    if ((await sizeOf(this.#path)) === null) return false;
    const onPiece = (piece: Uint8Array): void => this.#received(piece);
    await sha256OfFile(this.#path, { signal: this.download.signal, onPiece });
    return this.#bytes > 0;
  }

  async #attempt(): Promise<Failure | null> {
    const { url, signal } = this.download;
    const headers: Record<string, string> = this.#bytes > 0 ? { range: `bytes=${this.#bytes}-` } : {};
    const limits = { responseMs: RESPONSE_MS, idleMs: IDLE_MS, mayFollow: staysEncrypted };
    try {
      const response = await httpGet(url, { headers, signal, ...limits });
      try {
        return await this.#receive(response);
      } finally {
        response.close();
      }
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      return { retriable: true, reason: error.message, retryAfterMs: 0 };
    }
  }

  async #receive({ status, headers, body }: HttpResponse): Promise<Failure | null> {
    const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(headers.get("content-range") ?? "");
    if (status === 416 && this.#bytes > 0) {
      if (range !== null && Number(range[2]) === this.#bytes) return null;
      await this.#discard();
      return { retriable: true, reason: "the server has less than was there already", retryAfterMs: 0 };
    }
    const continues = status === 206 && range !== null && Number(range[1]) === this.#bytes;
    if (status !== 200 && !continues) return failureOf(status, headers);
    if (status === 200) await this.#discard();
    const length = headers.get("content-length");
    this.#total = continues ? Number(range[2]) : length === null ? null : Number(length);
    if (this.#total !== null && this.#total > MAX_FILE_BYTES) {
      return {
        retriable: false,
        reason: `it has ${this.#total} bytes, which no archive has`,
        retryAfterMs: 0,
      };
    }
    const onPiece = (piece: Uint8Array): void => this.#received(piece);
    await saveBody(body, this.#path, { maxBytes: MAX_FILE_BYTES, from: this.#bytes, onPiece });
    if (this.#total === null || this.#bytes === this.#total) return null;
    return { retriable: true, reason: `only ${this.#bytes} of ${this.#total} bytes came`, retryAfterMs: 0 };
  }

  #received(piece: Uint8Array): void {
    this.#hash.update(piece);
    this.#bytes += piece.length;
    this.download.onProgress(this.#bytes, this.#total);
  }

  async #discard(): Promise<void> {
    await rm(this.#path, { force: true });
    this.#hash = createHash("sha256");
    this.#bytes = 0;
  }

  #failed(reason: string): DownloadError {
    const { url, name } = this.download;
    return new DownloadError(
      `${name} could not be fetched from ${url.host}: ${reason}; what came of it is kept: the same command goes on from there`,
    );
  }
}

interface Failure {
  /** Whether another attempt may succeed. */
  readonly retriable: boolean;
  readonly reason: string;
  readonly retryAfterMs: number;
}

function failureOf(status: number, headers: Headers): Failure {
  const asked = retryAfterMs(headers.get("retry-after"), Date.now()) ?? 0;
  const retriable = status >= 500 || status === 429 || status === 408;
  const reason = `it responded with status ${status}`;
  return { retriable, reason, retryAfterMs: Math.min(asked, MAX_RETRY_AFTER_MS) };
}

/** Null if there is no such file. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}
