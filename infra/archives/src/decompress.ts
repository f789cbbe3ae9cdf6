import { type ChildProcess, spawn } from "node:child_process";
import type { Hash } from "node:crypto";
import { once } from "node:events";
import { type ReadStream, createReadStream } from "node:fs";
import { basename } from "node:path";
import { PassThrough, Readable, pipeline } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createZstdDecompress } from "node:zlib";
import unbzip2Stream from "unbzip2-stream";
import { ArchiveError } from "./archive-error.js";
import { type FindProgram, findBzip2, findProgram } from "./find-program.js";
import type { ArchiveMeter } from "./limits.js";
import { zstdFrames } from "./zstd-frames.js";

/** How a file is unpacked: by a program of the machine, in this process, or not at all. */
export type Decompressor = { program: string } | "unbzip2-stream" | "zstd" | "none";

/** Unpacked bytes at a time: each chunk costs a turn of the event loop, which Node's own 16 KiB spend most time on. */
const UNPACKED_BYTES = 256 * 1024;

/** What unpacks, in words for people: "lbzip2", or "unbzip2-stream in this process". */
export function describeDecompressor(decompressor: Decompressor): string {
  if (decompressor === "none") return "not packed";
  return typeof decompressor === "string"
    ? `${decompressor} in this process`
    : basename(decompressor.program);
}

/** What programs say of bytes that they leave out. */
const LEFT_OUT = /garbage/i;

/**
 * A program unpacks in bursts of nearly a megabyte, and a pipe holds a fraction of that: unless what it writes is taken
 * at once, the program and this process wait for each other in turns.
 */
const READ_AHEAD_BYTES = 16 * 1024 * 1024;

/**
 * The best way to unpack a file on this machine, by the end of its name.
 * @param find how programs are found
 * @throws ArchiveError `DECOMPRESSOR_MISSING`
 */
export function decompressorFor(path: string, find: FindProgram = findProgram): Decompressor {
  if (path.endsWith(".bz2")) {
    const program = findBzip2(find);
    return program === null ? "unbzip2-stream" : { program };
  }
  if (path.endsWith(".zst")) return "zstd";
  if (!path.endsWith(".xz")) return "none";
  const program = find("xz");
  if (program !== null) return { program };
  throw new ArchiveError(
    "DECOMPRESSOR_MISSING",
    `${basename(path)} needs the program xz, which is not in PATH; install the package xz-utils (or xz)`,
  );
}

/**
 * The unpacked bytes of a file. Everything is released when the consumer stops early.
 * @param hash fed with the file as it is, whole once the bytes have ended
 * @throws ArchiveError `ARCHIVE_TOO_LARGE`; whatever the decompressor says of damaged data
 */
export async function* decompress(
  path: string,
  decompressor: Decompressor,
  meter: ArchiveMeter,
  hash: Hash,
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1024 * 1024 });
  file.on("data", (chunk) => {
    hash.update(chunk);
    meter.compressed += chunk.length;
  });
  const unpacker = unpack(file, decompressor);
  try {
    for await (const chunk of unpacker.output) {
      meter.unpacked(chunk as Buffer);
      yield chunk as Buffer;
      // What was read ahead would be handed out without a pause, and the pipe would not be emptied meanwhile.
      if (unpacker.child !== undefined) await nextTurn();
    }
    await unpacker.ended();
  } finally {
    file.destroy();
    unpacker.output.destroy();
    unpacker.child?.kill();
  }
}

interface Unpacker {
  readonly output: Readable;
  readonly child?: ChildProcess;
  ended(): Promise<void>;
}

function unpack(file: ReadStream, decompressor: Decompressor): Unpacker {
  const done = async (): Promise<void> => {};
  if (decompressor === "none") return { output: file, ended: done };
  if (decompressor === "zstd") {
    const zstd = createZstdDecompress({ chunkSize: UNPACKED_BYTES });
    // As objects: a chunk must reach the decompressor as it was cut.
    pipeline(Readable.from(zstdFrames(file)), zstd, () => undefined);
    return { output: zstd, ended: done };
  }
  if (decompressor === "unbzip2-stream") {
    // An old-style stream, which async iteration does not know: wrap it.
    const unbzip2 = unbzip2Stream() as unknown as NodeJS.ReadWriteStream;
    const output = new Readable().wrap(file.pipe(unbzip2));
    unbzip2.on("error", (error) => output.destroy(error));
    file.on("error", (error) => output.destroy(error));
    return { output, ended: done };
  }
  const child = spawn(decompressor.program, ["-dc"], { stdio: ["pipe", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint = `${complaint}${chunk}`.slice(-500)));
  // When the program gives up, its exit code says why; a broken pipe says nothing more.
  pipeline(file, child.stdin, () => undefined);
  let unreadable: Error | null = null;
  file.on("error", (error) => (unreadable = error));
  const closed = once(child, "close") as Promise<[code: number | null, signal: NodeJS.Signals | null]>;
  closed.catch(() => undefined);
  const ended = async (): Promise<void> => {
    const [code, signal] = await closed;
    // The program then ended for what it was not given, or because the system had no memory for it.
    if (unreadable !== null) throw unreadable;
    if (signal !== null) throw killed(decompressor.program, signal);
    const words = complaint.trim().split("\n")[0];
    // bzip2 and its kin are content with a whole first stream, whatever comes after it.
    if (code !== 0 || LEFT_OUT.test(complaint)) {
      throw new Error(`${basename(decompressor.program)} ended with ${code}: ${words}`);
    }
  };
  const output = new PassThrough({ highWaterMark: READ_AHEAD_BYTES });
  pipeline(child.stdout, output, () => undefined);
  return { output, child, ended };
}

/** As the system's errors are: the archive may be sound. */
function killed(program: string, signal: NodeJS.Signals): Error {
  const error = new Error(`${basename(program)} was ended by ${signal} while it unpacked`);
  return Object.assign(error, { code: signal, syscall: "wait" });
}
