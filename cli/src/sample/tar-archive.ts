import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createZstdCompress } from "node:zlib";
import tar from "tar-stream";
import { packWithBzip2 } from "./bzip2.js";

/** How an archive is packed; `bzip2` names the program. */
export type Packing = { readonly bzip2: string } | "zstd" | "none";

interface TarArchive {
  readonly members: Iterable<TarMember>;
  /** Modification time of every member, Unix time in milliseconds. */
  readonly modified: number;
  readonly packing: Packing;
}

/** A member of an archive. Its pieces are gone through twice, since tar wants the size first. */
export interface TarMember {
  readonly name: string;
  readonly lines: Iterable<string>;
}

type MemberHeader = Pick<tar.Header, "name" | "size" | "mtime" | "mode">;

/** Pieces are put together to about this many characters: a write a line would cost more than the line. */
const CHUNK = 256 * 1024;

/**
 * Writes an archive to a file at steady memory: no member is held whole.
 * @throws Error if the file cannot be written or the packing program fails
 */
export async function writeTarArchive(archive: TarArchive, file: string): Promise<void> {
  const pack = tar.pack();
  const filled = fill(pack, archive).catch((error: Error) => pack.destroy(error));
  const bytes = Readable.from(inBlocks(pack));
  const { packing } = archive;
  if (typeof packing === "object") await packWithBzip2(packing.bzip2, bytes, file);
  else if (packing === "zstd") await pipeline(bytes, createZstdCompress(), createWriteStream(file));
  else await pipeline(bytes, createWriteStream(file));
  await filled;
}

async function fill(pack: tar.Pack, { members, modified }: TarArchive): Promise<void> {
  const mtime = new Date(modified);
  for (const { name, lines } of members) {
    let size = 0;
    for (const chunk of chunksOf(lines)) size += chunk.length;
    await writeMember(pack, { name, size, mtime, mode: 0o644 }, lines);
  }
  pack.finalize();
}

async function writeMember(pack: tar.Pack, header: MemberHeader, lines: Iterable<string>): Promise<void> {
  let entry!: ReturnType<tar.Pack["entry"]>;
  const written = new Promise<void>((resolve, reject) => {
    entry = pack.entry(header, (error) => (error ? reject(error) : resolve()));
  });
  // If the lines themselves fail, that error is the one to report.
  written.catch(() => undefined);
  for (const chunk of chunksOf(lines)) {
    if (!entry.write(chunk))
      await Promise.race([written, new Promise<void>((drained) => entry.once("drain", drained))]);
  }
  entry.end(undefined);
  await written;
}

/** The same bytes in large blocks: small files would otherwise cost a compressor two round trips each. */
async function* inBlocks(bytes: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  let block: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    block.push(chunk);
    size += chunk.length;
    if (size < CHUNK) continue;
    yield Buffer.concat(block);
    block = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(block);
}

function* chunksOf(lines: Iterable<string>): Generator<Buffer> {
  let text = "";
  for (const line of lines) {
    text += line;
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}
