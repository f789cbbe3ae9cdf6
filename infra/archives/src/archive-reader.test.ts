import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ArchiveReader, memberText } from "./archive-reader.js";
import { decompress, decompressorFor } from "./decompress.js";
import { type ArchiveLimits, ArchiveMeter } from "./limits.js";
import { packed, tarOf, temporaryFolder, writeArchive } from "./testing/archives.js";

const folder = temporaryFolder();
const LIMITS: ArchiveLimits = { totalBytes: 1024 ** 3 / 2, ratio: 250 };
const MEMBERS = [
  ["TIMESTAMP", "now\n"],
  ["empty", ""],
  ["mbdump/artist", "é\n".repeat(100_000)],
  ["mbdump/last", "no line feed"],
] as const;

async function contents(path: string, limits = LIMITS): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const member of new ArchiveReader(path, limits).members()) {
    found.set(member.name, await memberText(member, 1_000_000));
  }
  return found;
}

const rejection = (code: string, message = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("ArchiveReader", () => {
  it.each(["a.tar", "a.tar.bz2", "a.tar.xz", "a.tar.zst"])("reads %s and knows its hash", async (name) => {
    const path = await writeArchive(folder, name, MEMBERS);
    expect(await contents(path)).toEqual(new Map(MEMBERS));
    const reader = new ArchiveReader(path, LIMITS);
    for await (const member of reader.members()) expect(member.size).toBeGreaterThanOrEqual(0);
    expect(reader.sha256()).toBe(createHash("sha256").update(readFileSync(path)).digest("hex"));
  });

  it("can be left early without reading the rest", async () => {
    const path = await writeArchive(folder, "early.tar.bz2", MEMBERS);
    const names: string[] = [];
    for await (const member of new ArchiveReader(path, LIMITS).members()) {
      names.push(member.name);
      break;
    }
    expect(names).toEqual(["TIMESTAMP"]);
  });

  it.each(["t.tar", "t.tar.bz2", "t.tar.xz", "t.tar.zst"])("rejects %s cut anywhere", async (name) => {
    const bytes = packed(name, await tarOf(MEMBERS));
    for (const share of [0.3, 0.9, 0.999]) {
      const path = join(folder, `${share}-${name}`);
      writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * share)));
      await expect(contents(path)).rejects.toThrow(rejection("ARCHIVE_DAMAGED", /damaged or incomplete/));
    }
  });

  it("rejects what is no archive, and an empty file", async () => {
    for (const [name, text] of [
      ["x.tar", "not a tar archive".repeat(100)],
      ["x.tar.bz2", "BZh9 no"],
      ["empty.tar", ""],
      ["empty.tar.zst", ""],
    ] as const) {
      const path = join(folder, name);
      writeFileSync(path, text);
      await expect(contents(path)).rejects.toThrow(rejection("ARCHIVE_DAMAGED"));
    }
  });

  it.each(["symlink", "link", "character-device", "fifo"] as const)("rejects a %s", async (type) => {
    const path = join(folder, `${type}.tar`);
    const member = { name: "mbdump/artist", type, linkname: "/etc/passwd", size: 0 };
    writeFileSync(path, await tarOf([["TIMESTAMP", ""]], [member]));
    await expect(contents(path)).rejects.toThrow(rejection("ARCHIVE_MEMBER_REFUSED", /mbdump\/artist/));
  });

  it("gives a member named like a path outside as a name and nothing else", async () => {
    const path = await writeArchive(folder, "outside.tar", [["../../x", "content"]]);
    expect([...(await contents(path)).keys()]).toEqual(["../../x"]);
  });

  it("stops at a bomb: by ratio and by size", async () => {
    const bomb = await writeArchive(folder, "bomb.tar.zst", [["zeros", Buffer.alloc(80 * 1024 ** 2)]]);
    await expect(contents(bomb)).rejects.toThrow(rejection("ARCHIVE_TOO_LARGE"));
    const names: string[] = [];
    const drain = async () => {
      for await (const { name } of new ArchiveReader(bomb, LIMITS).members()) names.push(name);
    };
    await expect(drain()).rejects.toThrow(rejection("ARCHIVE_TOO_LARGE", /250 times/));
    const small = await writeArchive(folder, "small.tar", MEMBERS);
    const limits = { totalBytes: 1000, ratio: 250 };
    await expect(contents(small, limits)).rejects.toThrow(rejection("ARCHIVE_TOO_LARGE", /1000 bytes/));
  });

  it("does not call a file damaged because the system could not read it", async () => {
    const path = await writeArchive(folder, "gone.tar", MEMBERS);
    const reader = new ArchiveReader(path, LIMITS);
    rmSync(path);
    await expect(reader.members().next()).rejects.toMatchObject({ code: "ENOENT", syscall: "open" });
  });

  it("nor because the system ended the program that unpacks it", async () => {
    const path = await writeArchive(folder, "killed.tar.xz", MEMBERS);
    const program = join(folder, "xz");
    writeFileSync(program, "#!/bin/sh\nkill -9 $$\n", { mode: 0o755 });
    const meter = new ArchiveMeter(path, LIMITS);
    const unpacked = decompress(path, { program }, meter, createHash("sha256"));
    await expect(unpacked.next()).rejects.toMatchObject({ code: "SIGKILL" });
  });

  it("names a file that is not there", async () => {
    await expect(contents(join(folder, "missing.tar.bz2"))).rejects.toThrow(/missing\.tar\.bz2/);
  });
});

describe("decompressorFor", () => {
  const having =
    (...programs: string[]) =>
    (name: string) =>
      programs.includes(name) ? `/bin/${name}` : null;

  it("takes the fastest bzip2 there is, and its own where there is none", () => {
    expect(decompressorFor("a.tar.bz2", having("bzip2", "lbzip2"))).toEqual({ program: "/bin/lbzip2" });
    expect(decompressorFor("a.tar.bz2", having("bzip2"))).toEqual({ program: "/bin/bzip2" });
    expect(decompressorFor("a.tar.bz2", having())).toBe("unbzip2-stream");
  });

  it("says what to install where xz is missing", () => {
    expect(() => decompressorFor("a.tar.xz", having())).toThrow(
      rejection("DECOMPRESSOR_MISSING", /xz-utils/),
    );
  });
});
