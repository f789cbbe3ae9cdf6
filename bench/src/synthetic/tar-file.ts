import { type FileHandle, open } from "node:fs/promises";
import tar from "tar-stream";

const BLOCK = 512;
/** One date for every member, so that the same content is the same file. */
const MODIFIED = new Date(Date.UTC(2026, 8, 5));

/**
 * A tar archive whose members are as long as they turn out to be: the header, which names the size, is written when
 * the member's end is known. So a member is made once, however large.
 */
export class TarFile {
  #at = 0;

  private constructor(private readonly file: FileHandle) {}

  static async create(path: string): Promise<TarFile> {
    return new TarFile(await open(path, "w"));
  }

  /** Adds a member; the chunks may use their memory again once the next one is asked for. */
  async add(name: string, chunks: Iterable<Buffer>): Promise<void> {
    const start = this.#at;
    this.#at += BLOCK;
    for (const chunk of chunks) await this.#write(chunk);
    const size = this.#at - start - BLOCK;
    await this.#write(Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK));
    await this.file.write(await headerOf(name, size), 0, BLOCK, start);
  }

  /** Ends the archive; resolves with its size in bytes. */
  async end(): Promise<number> {
    await this.#write(Buffer.alloc(2 * BLOCK));
    await this.file.close();
    return this.#at;
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let from = 0; from < bytes.length;) {
      from += (await this.file.write(bytes, from, bytes.length - from, this.#at + from)).bytesWritten;
    }
    this.#at += bytes.length;
  }
}

async function headerOf(name: string, size: number): Promise<Buffer> {
  const pack = tar.pack();
  pack.entry({ name, size, mode: 0o644, mtime: MODIFIED });
  for await (const header of pack) return header as Buffer;
  throw new Error(`no header was made for ${name}`);
}
