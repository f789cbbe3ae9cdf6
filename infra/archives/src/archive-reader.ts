import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { basename } from "node:path";
import { reasonOf } from "@interlude/stage";
import tar from "tar-stream";
import { ArchiveError, isSystemError, unreadableFile } from "./archive-error.js";
import { type Decompressor, decompress, decompressorFor } from "./decompress.js";
import { type ArchiveLimits, ArchiveMeter } from "./limits.js";
import type { ReadFile } from "./read-file.js";

export interface ArchiveMember {
  /** As the archive spells it; never used as a path. */
  readonly name: string;
  readonly size: number;
  /** To be read once, before the next member is asked for. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** One tar archive, packed or not, read from front to back once without being unpacked to disk. */
export class ArchiveReader implements ReadFile {
  /** File name without folder. */
  readonly file: string;
  readonly decompressor: Decompressor;
  /** Bytes of the file as it is; 0 if it is gone, which reading it will report. */
  readonly size: number;
  readonly #hash = createHash("sha256");
  readonly #meter: ArchiveMeter;

  /** @throws ArchiveError `DECOMPRESSOR_MISSING` */
  constructor(
    private readonly path: string,
    limits: ArchiveLimits,
  ) {
    this.file = basename(path);
    this.decompressor = decompressorFor(path);
    this.size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    this.#meter = new ArchiveMeter(this.file, limits);
  }

  /**
   * The archive's files in order. What a consumer leaves unread of one is skipped.
   * @throws ArchiveError `ARCHIVE_DAMAGED` (truncated, corrupt), `ARCHIVE_TOO_LARGE`, `ARCHIVE_MEMBER_REFUSED`,
   *   `SOURCE_FILE_UNREADABLE`
   */
  async *members(): AsyncGenerator<ArchiveMember> {
    const unpacked = decompress(this.path, this.decompressor, this.#meter, this.#hash);
    const extract = tar.extract();
    const pumping = pump(unpacked, extract);
    // Awaited below; until then a rejection must not count as unhandled.
    pumping.catch(() => undefined);
    try {
      for await (const entry of extract) {
        const { name, type, size } = entry.header;
        if (type === "directory") {
          entry.resume();
          continue;
        }
        if (type !== "file" && type !== "contiguous-file") throw this.#refused(name, String(type));
        yield { name, size: size ?? 0, bytes: this.#bytesOf(entry) };
        entry.resume();
      }
      await pumping;
      if (!this.#meter.endsAsTar) throw new Error("the archive ends too early");
    } catch (error) {
      throw this.#damaged(error);
    } finally {
      extract.destroy();
      await pumping.catch(() => undefined);
    }
  }

  /** How much of `size` has been read. */
  get bytesRead(): number {
    return this.#meter.compressed;
  }

  /** SHA-256 of the file, in hexadecimal; to be asked for once, after the last member. */
  sha256(): string {
    return this.#hash.digest("hex");
  }

  /** What breaks the archive breaks the member that is being read: the error must be the same there. */
  async *#bytesOf(entry: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of entry) yield chunk as Buffer;
    } catch (error) {
      throw this.#damaged(error);
    }
  }

  /** A file that could not be read may be sound. */
  #damaged(error: unknown): unknown {
    const cause = unreadableFile(this.file, error);
    if (cause instanceof ArchiveError || isSystemError(cause)) return cause;
    const message = `${this.file} is damaged or incomplete: ${reasonOf(error)}; fetch it again`;
    return new ArchiveError("ARCHIVE_DAMAGED", message, { cause: error });
  }

  #refused(name: string, type: string): ArchiveError {
    return new ArchiveError(
      "ARCHIVE_MEMBER_REFUSED",
      `${this.file} holds ${JSON.stringify(name.slice(0, 200))}, a ${type}; exports hold plain files only, so it was refused`,
    );
  }
}

async function pump(source: AsyncGenerator<Buffer>, extract: tar.Extract): Promise<void> {
  const closed = new Promise<void>((resolve) => extract.once("close", resolve));
  try {
    for await (const chunk of source) {
      if (extract.destroyed) return;
      if (extract.write(chunk)) continue;
      await Promise.race([closed, new Promise<void>((resolve) => extract.once("drain", resolve))]);
    }
    extract.end(undefined);
  } catch (error) {
    extract.destroy(error as Error);
    throw error;
  }
}

/**
 * A member as text.
 * @throws ArchiveError `ARCHIVE_TOO_LARGE` past `maxBytes`
 */
export async function memberText(member: ArchiveMember, maxBytes: number): Promise<string> {
  if (member.size > maxBytes) {
    throw new ArchiveError(
      "ARCHIVE_TOO_LARGE",
      `${member.name} has ${member.size} bytes, at most ${maxBytes} are read`,
    );
  }
  const chunks: Buffer[] = [];
  for await (const chunk of member.bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
