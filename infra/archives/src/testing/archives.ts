import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import tar from "tar-stream";
import { afterAll } from "vitest";

/** A folder that the test file may write to; removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "interlude-archives-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type Members = readonly (readonly [name: string, content: string | Buffer])[];

/** A tar archive as bytes. */
export async function tarOf(
  members: Members,
  more: readonly Parameters<tar.Pack["entry"]>[0][] = [],
): Promise<Buffer> {
  const pack = tar.pack();
  for (const [name, content] of members) pack.entry({ name }, content);
  for (const header of more) pack.entry(header);
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Packs bytes as the end of the name asks. */
export function packed(name: string, bytes: Buffer): Buffer {
  if (name.endsWith(".zst")) return zstdCompressSync(bytes);
  if (name.endsWith(".bz2")) return filtered("bzip2", bytes);
  return name.endsWith(".xz") ? filtered("xz", bytes) : bytes;
}

/** A Zstandard frame that readers pass over, with some bytes in it. */
export function skippableFrame(bytes: number): Buffer {
  const frame = Buffer.alloc(8 + bytes, 7);
  frame.writeUInt32LE(0x184d2a5e, 0);
  frame.writeUInt32LE(bytes, 4);
  return frame;
}

function filtered(program: string, input: Buffer): Buffer {
  return spawnSync(program, ["-c"], { input, maxBuffer: 2 ** 30 }).stdout;
}

/** Writes an archive and returns its path. */
export async function writeArchive(folder: string, name: string, members: Members): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, packed(name, await tarOf(members)));
  return path;
}
