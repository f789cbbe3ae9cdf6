import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ArchiveMember, ACOUSTIC_ARCHIVE, sampleWorld } from "@interlude/core-sample";
import { createZstdDecompress } from "node:zlib";
import tar from "tar-stream";
import { findBzip2 } from "@interlude/infra-archives";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { writePacket, writeSample } from "./write-sample.js";

const world = sampleWorld({ seed: 4, artists: 150, recordings: 700, packets: Infinity });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "interlude-sample-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function membersOf(bytes: NodeJS.ReadableStream): Promise<Map<string, string>> {
  const extract = tar.extract();
  bytes.pipe(extract as unknown as NodeJS.WritableStream);
  const members = new Map<string, string>();
  for await (const entry of extract) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    members.set(entry.header.name, Buffer.concat(chunks).toString());
  }
  return members;
}

function textOf(members: Iterable<Pick<ArchiveMember, "name" | "lines">>): [string, string][] {
  return [...members].map(({ name, lines }) => [name, [...lines].join("")]);
}

/** The members of a `.tar.bz2` as the system's own programs unpack them. */
function unpackedBySystem(file: string): [string, string][] {
  const names = execFileSync("tar", ["-tjf", join(folder, file)], { encoding: "utf8" })
    .trim()
    .split("\n");
  return names.map((name) => [
    name,
    execFileSync("tar", ["-xjOf", join(folder, file), name], { encoding: "utf8", maxBuffer: 2 ** 26 }),
  ]);
}

describe("writeSample", () => {
  it.skipIf(findBzip2() === null)(
    "writes a dump and packets that tar reads back, byte for byte (needs bzip2)",
    async () => {
      const files = await writeSample(world, folder, { packets: 2 });
      expect(files).toEqual([
        "mbdump.tar.bz2",
        `${ACOUSTIC_ARCHIVE}-0.tar.zst`,
        ...world.lowLevelArchives().map(({ name }) => `${name}.tar.zst`),
        "spotify-artists.csv",
        "replication-200001-v2.tar.bz2",
        "replication-200002-v2.tar.bz2",
        "SHA256SUMS",
      ]);
      expect((await readdir(folder)).toSorted()).toEqual(files.toSorted());
      expect(unpackedBySystem("mbdump.tar.bz2")).toEqual(textOf(world.dumpMembers()));
      const [first] = world.packets();
      expect(unpackedBySystem("replication-200001-v2.tar.bz2")).toEqual(textOf(first!.members));
    },
  );

  it("writes the AcousticBrainz archives and the popularity table, and checksums that hold", async () => {
    await writeSample(world, folder, { packets: 1 });
    const archive = createReadStream(join(folder, `${ACOUSTIC_ARCHIVE}-0.tar.zst`));
    const members = await membersOf(archive.pipe(createZstdDecompress()));
    expect([...members]).toEqual([...world.acousticDocuments()].map(({ path, text }) => [path, text]));
    for (const { name, members: tables } of world.lowLevelArchives()) {
      const packed = createReadStream(join(folder, `${name}.tar.zst`));
      expect([...(await membersOf(packed.pipe(createZstdDecompress())))]).toEqual(textOf(tables));
    }
    const table = await readFile(join(folder, "spotify-artists.csv"), "utf8");
    expect(table).toBe([...world.popularityCsv()].join(""));
    const sums = (await readFile(join(folder, "SHA256SUMS"), "utf8")).trim().split("\n");
    for (const line of sums) {
      const [hex, file] = line.split(" *") as [string, string];
      expect(
        createHash("sha256")
          .update(await readFile(join(folder, file)))
          .digest("hex"),
      ).toBe(hex);
    }
    expect(sums).toHaveLength(7);
  });

  it("writes plain archives if there is no bzip2, and says so", async () => {
    vi.stubEnv("PATH", folder);
    const messages: string[] = [];
    const files = await writeSample(world, folder, { packets: 1, onMessage: (line) => messages.push(line) });
    expect(files).toContain("mbdump.tar");
    expect(files).toContain("replication-200001-v2.tar");
    expect(messages).toEqual([expect.stringContaining("no bzip2 program")]);
    const members = await membersOf(createReadStream(join(folder, "mbdump.tar")));
    expect([...members]).toEqual(textOf(world.dumpMembers()));
  });

  it("leaves nothing under a packet's name if its packing fails", async () => {
    await writeFile(join(folder, "bzip2"), "#!/bin/sh\necho no room >&2\nexit 3\n", { mode: 0o755 });
    vi.stubEnv("PATH", folder);
    const [packet] = world.packets();
    await expect(writePacket(packet!, folder)).rejects.toThrow(/ended with 3: no room/);
    expect(await readdir(folder)).not.toContain("replication-200001-v2.tar.bz2");
  });
});
