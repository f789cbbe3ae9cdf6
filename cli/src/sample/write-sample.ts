import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ACOUSTIC_ARCHIVE, type SamplePacket, type SampleWorld } from "@interlude/core-sample";
import { findBzip2 } from "@interlude/infra-archives";
import { type Packing, type TarMember, writeTarArchive } from "./tar-archive.js";

interface WriteSampleOptions {
  /** How many packets to write after the dump. */
  readonly packets: number;
  /** Told, in a sentence, what the user should know. */
  readonly onMessage?: (line: string) => void;
}

/** The popularity table's name in the folder. */
const POPULARITY_FILE = "spotify-artists.csv";
/** Written last: with it, the sample is whole. */
export const CHECKSUMS_FILE = "SHA256SUMS";

/**
 * Writes a sample world to a folder, which is made if it is missing: the dump, the AcousticBrainz archives,
 * the popularity table, packets, and at the end their checksums. Each file appears whole under its name, the dump before
 * what refers to it.
 * @returns the names of the files, in the order in which they were written
 */
export async function writeSample(
  world: SampleWorld,
  folder: string,
  options: WriteSampleOptions,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const modified = world.timestamp / 1000;
  const packing = bzip2Packing();
  if (packing === "none") {
    options.onMessage?.(
      "no bzip2 program in PATH: the dump and the packets are written as plain .tar; install bzip2 (or lbzip2) to pack them",
    );
  }
  const dump = `mbdump${extension(packing)}`;
  const acoustic = `${ACOUSTIC_ARCHIVE}-0.tar.zst`;
  await writeTarArchive({ members: world.dumpMembers(), modified, packing }, partOf(folder, dump));
  const documents = acousticMembers(world);
  await writeTarArchive({ members: documents, modified, packing: "zstd" }, partOf(folder, acoustic));
  const lowLevel: string[] = [];
  for (const { name, members } of world.lowLevelArchives()) {
    const file = `${name}.tar.zst`;
    await writeTarArchive({ members, modified, packing: "zstd" }, partOf(folder, file));
    lowLevel.push(file);
  }
  await pipeline(Readable.from(world.popularityCsv()), createWriteStream(partOf(folder, POPULARITY_FILE)));
  // A snapshot without a date in its name is dated by its file: the same on any day.
  await utimes(partOf(folder, POPULARITY_FILE), modified / 1000, modified / 1000);
  const files = [dump, acoustic, ...lowLevel, POPULARITY_FILE];
  for (const file of files) await rename(partOf(folder, file), join(folder, file));
  for (const packet of upTo(options.packets, world.packets())) files.push(await writePacket(packet, folder));
  await writeChecksums(folder, files);
  return [...files, CHECKSUMS_FILE];
}

/**
 * Writes one packet to a folder; it appears whole under its name.
 * @returns the file's name
 */
export async function writePacket(packet: SamplePacket, folder: string): Promise<string> {
  const packing = bzip2Packing();
  const file = `replication-${packet.sequence}-v2${extension(packing)}`;
  const modified = packet.timestamp / 1000;
  await writeTarArchive({ members: packet.members, modified, packing }, partOf(folder, file));
  await rename(partOf(folder, file), join(folder, file));
  return file;
}

function bzip2Packing(): Packing {
  const program = findBzip2();
  return program === null ? "none" : { bzip2: program };
}

function extension(packing: Packing): string {
  return packing === "none" ? ".tar" : ".tar.bz2";
}

/** Where a file is written until it is whole: a name that no reader of the folder looks for. */
function partOf(folder: string, file: string): string {
  return join(folder, `.${file}.part`);
}

function* acousticMembers(world: SampleWorld): Generator<TarMember> {
  for (const { path, text } of world.acousticDocuments()) yield { name: path, lines: [text] };
}

function* upTo<T>(count: number, items: Iterable<T>): Generator<T> {
  if (count === 0) return;
  let given = 0;
  for (const item of items) {
    yield item;
    if (++given === count) return;
  }
}

async function writeChecksums(folder: string, files: readonly string[]): Promise<void> {
  let sums = "";
  for (const file of files) {
    const hash = createHash("sha256");
    await pipeline(createReadStream(join(folder, file)), hash);
    sums += `${hash.digest("hex")} *${file}\n`;
  }
  await writeFile(partOf(folder, CHECKSUMS_FILE), sums);
  await rename(partOf(folder, CHECKSUMS_FILE), join(folder, CHECKSUMS_FILE));
}
