import { createHash } from "node:crypto";
import { rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type RetryPolicy, retryDelay } from "@interlude/stage";
import { IngestionError } from "../../ingestion-error.js";
import { mismatch, sha256OfFile } from "../dump/checksums.js";
import { mayFollowForDump } from "./dump-address.js";
import { ConnectionError, type HttpAnswer, httpGet } from "./http-get.js";
import { saveBody } from "./save-body.js";

/** A full dump's largest archive has some ten gigabytes. */
const MAX_ARCHIVE_BYTES = 128 * 1024 ** 3;
export const ANSWER_MS = 60_000;
export const IDLE_MS = 60_000;
const RETRY: RetryPolicy = { attempts: 8, firstDelayMs: 1_000, maxDelayMs: 60_000 };

export interface ArchiveDownload {
  readonly url: URL;
  readonly folder: string;
  /** File name, one of ours. */
  readonly name: string;
  /** SHA-256 in hexadecimal; null where nobody says it. */
  readonly sha256: string | null;
  readonly signal: AbortSignal;
  /** Bytes there and in all; in all is null until the server says it. */
  readonly onProgress: (bytes: number, totalBytes: number | null) => void;
  /** Waits between attempts. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Brings one archive into a folder, going on where an earlier attempt, in this process or before, was cut off. What
 * has the right checksum already is left alone.
 * @throws IngestionError `CHECKSUM_MISMATCH`, `DOWNLOAD_FAILED`; the signal's reason where it was aborted
 */
export async function downloadArchive(download: ArchiveDownload): Promise<void> {
  const { folder, name, sha256, signal, onProgress } = download;
  const path = join(folder, name);
  const size = await sizeOf(path);
  if (size !== null && (sha256 === null || (await sha256OfFile(path, { signal })) === sha256)) {
    onProgress(size, size);
    return;
  }
  const partial = new PartialArchive(download);
  const resumed = await partial.complete();
  if (await partial.isRight()) return partial.moveIn();
  // What lay there from before may have been damaged on the disk; what came in one go has not been.
  if (resumed) {
    await partial.complete();
    if (await partial.isRight()) return partial.moveIn();
  }
  throw mismatch(
    name,
    sha256 ?? "",
    partial.found,
    "it was not kept; fetch it again later, or from another mirror",
  );
}

/** The bytes of an archive that have come. Its name says of which contents they are part. */
class PartialArchive {
  found = "";
  private readonly path: string;
  private hash = createHash("sha256");
  private bytes = 0;
  private total: number | null = null;

  constructor(private readonly download: ArchiveDownload) {
    const { folder, name, sha256 } = download;
    this.path = join(folder, `.${name}.${sha256?.slice(0, 16) ?? "unknown"}.part`);
  }

  /** Fetches what is missing. Returns whether there was something from before. */
  async complete(): Promise<boolean> {
    const { sha256, signal } = this.download;
    // Where nobody says what the contents are to be, what is there may be of another file.
    if (sha256 === null) await this.discard();
    const resumed = await this.lookAtWhatIsThere();
    const { wait = patiently } = this.download;
    for (let attempt = 1; ; attempt++) {
      const before = this.bytes;
      const trouble = await this.attempt();
      if (trouble === null) return resumed;
      if (this.bytes > before) attempt = 1;
      if (!trouble.mayPass || attempt >= RETRY.attempts) throw this.failed(trouble.reason);
      await wait(Math.max(trouble.retryAfterMs, retryDelay(RETRY, attempt)), signal);
    }
  }

  /** Whether the contents are the right ones; wrong ones are thrown away. */
  async isRight(): Promise<boolean> {
    const { sha256 } = this.download;
    this.found = this.hash.digest("hex");
    if (sha256 === null || this.found === sha256) return true;
    await this.discard();
    return false;
  }

  async moveIn(): Promise<void> {
    await rename(this.path, join(dirname(this.path), this.download.name));
  }

  private async lookAtWhatIsThere(): Promise<boolean> {
    this.hash = createHash("sha256");
    this.bytes = 0;
    if ((await sizeOf(this.path)) === null) return false;
    const onPiece = (piece: Uint8Array): void => this.took(piece);
    await sha256OfFile(this.path, { signal: this.download.signal, onPiece });
    return this.bytes > 0;
  }

  private async attempt(): Promise<Trouble | null> {
    const { url, signal } = this.download;
    const headers: Record<string, string> = this.bytes > 0 ? { range: `bytes=${this.bytes}-` } : {};
    const limits = { answerMs: ANSWER_MS, idleMs: IDLE_MS, mayFollow: mayFollowForDump };
    try {
      const answer = await httpGet(url, { headers, signal, ...limits });
      try {
        return await this.take(answer);
      } finally {
        answer.close();
      }
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      return { mayPass: true, reason: error.message, retryAfterMs: 0 };
    }
  }

  private async take({ status, headers, body }: HttpAnswer): Promise<Trouble | null> {
    const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(headers.get("content-range") ?? "");
    if (status === 416 && this.bytes > 0) {
      if (range !== null && Number(range[2]) === this.bytes) return null;
      await this.discard();
      return { mayPass: true, reason: "the server has less than was there already", retryAfterMs: 0 };
    }
    const continues = status === 206 && range !== null && Number(range[1]) === this.bytes;
    if (status !== 200 && !continues) return troubleOf(status, headers);
    if (status === 200) await this.discard();
    const length = headers.get("content-length");
    this.total = continues ? Number(range[2]) : length === null ? null : Number(length);
    if (this.total !== null && this.total > MAX_ARCHIVE_BYTES) {
      return { mayPass: false, reason: `it has ${this.total} bytes, which no archive has`, retryAfterMs: 0 };
    }
    const onPiece = (piece: Uint8Array): void => this.took(piece);
    await saveBody(body, this.path, { maxBytes: MAX_ARCHIVE_BYTES, from: this.bytes, onPiece });
    if (this.total === null || this.bytes === this.total) return null;
    return { mayPass: true, reason: `only ${this.bytes} of ${this.total} bytes came`, retryAfterMs: 0 };
  }

  private took(piece: Uint8Array): void {
    this.hash.update(piece);
    this.bytes += piece.length;
    this.download.onProgress(this.bytes, this.total);
  }

  private async discard(): Promise<void> {
    await rm(this.path, { force: true });
    this.hash = createHash("sha256");
    this.bytes = 0;
  }

  private failed(reason: string): IngestionError {
    const { url, name } = this.download;
    return new IngestionError(
      "DOWNLOAD_FAILED",
      `${name} could not be fetched from ${url.host}: ${reason}; what came of it is kept: the same command goes on from there`,
    );
  }
}

interface Trouble {
  /** Whether another attempt may do better. */
  readonly mayPass: boolean;
  readonly reason: string;
  readonly retryAfterMs: number;
}

function troubleOf(status: number, headers: Headers): Trouble {
  const seconds = Number(headers.get("retry-after") ?? 0);
  const retryAfterMs = Number.isFinite(seconds) ? Math.min(seconds, 3_600) * 1000 : 0;
  const mayPass = status >= 500 || status === 429 || status === 408;
  return { mayPass, reason: `it answered with status ${status}`, retryAfterMs };
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.size ?? null;
}

async function patiently(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}
