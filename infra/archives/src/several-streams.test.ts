import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArchiveReader, memberText } from "./archive-reader.js";
import { type Decompressor, decompress } from "./decompress.js";
import { findProgram } from "./find-program.js";
import { ArchiveMeter } from "./limits.js";
import { packed, skippableFrame, tarOf, temporaryFolder } from "./testing/archives.js";

const folder = temporaryFolder();
const LIMITS = { totalBytes: 1024 ** 3 / 2, ratio: 250 };
const LINES = Buffer.from(Array.from({ length: 10_000 }, (_, at) => `line ${at}\n`).join(""));

const program = (name: string): Decompressor => ({ program: findProgram(name) ?? name });

/** Every way in which files that may have several streams are unpacked. */
const WAYS: readonly (readonly [what: string, suffix: string, decompressor: Decompressor])[] = [
  ["zstd", ".zst", "zstd"],
  ["bzip2 in this process", ".bz2", "unbzip2-stream"],
  ["bzip2", ".bz2", program("bzip2")],
  ["xz", ".xz", program("xz")],
];

async function unpacked(bytes: Buffer, suffix: string, decompressor: Decompressor): Promise<Buffer> {
  const path = join(folder, `some${suffix}`);
  writeFileSync(path, bytes);
  const chunks: Buffer[] = [];
  const meter = new ArchiveMeter(path, LIMITS);
  for await (const chunk of decompress(path, decompressor, meter, createHash("sha256"))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What a failed assertion prints: the bytes themselves are too many. */
const lengthOf = async (bytes: Promise<Buffer>): Promise<number> => (await bytes).length;

/** A content cut into pieces, some of them empty, each packed for itself. */
const splits = fc
  .array(fc.nat({ max: LINES.length }), { maxLength: 4 })
  .map((places) => [0, ...places.toSorted((one, other) => one - other), LINES.length])
  .map((places) => places.slice(1).map((end, at) => LINES.subarray(places[at], end)));

describe.each(WAYS)("%s", (_what, suffix, decompressor) => {
  it("reads any number of streams as one content", async () => {
    await fc.assert(
      fc.asyncProperty(splits, async (pieces) => {
        const bytes = Buffer.concat(pieces.map((piece) => packed(suffix, piece)));
        expect((await unpacked(bytes, suffix, decompressor)).equals(LINES)).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  it("refuses what is cut, wherever the last stream is cut", async () => {
    const first = packed(suffix, LINES);
    const second = packed(suffix, LINES.subarray(0, 1000));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: second.length - 1 }), async (length) => {
        const bytes = Buffer.concat([first, second.subarray(0, length)]);
        await expect(lengthOf(unpacked(bytes, suffix, decompressor))).rejects.toBeInstanceOf(Error);
      }),
      { numRuns: 25 },
    );
  });

  it("refuses what goes on with something else, as a stream whose first bytes were damaged does", async () => {
    const whole = packed(suffix, LINES);
    const damaged = Buffer.from(whole);
    damaged[0]! ^= 1;
    for (const rest of [damaged, Buffer.from("something else"), Buffer.from([0, 0, 0])]) {
      const bytes = Buffer.concat([whole, rest]);
      await expect(lengthOf(unpacked(bytes, suffix, decompressor))).rejects.toBeInstanceOf(Error);
    }
  });
});

describe("zstd", () => {
  const read = (...parts: readonly Buffer[]): Promise<Buffer> =>
    unpacked(Buffer.concat(parts), ".zst", "zstd");
  const frame = packed(".zst", LINES);

  it("passes over frames that are to be skipped, wherever they are", async () => {
    const [empty, some] = [skippableFrame(0), skippableFrame(5000)];
    expect((await read(some, frame)).equals(LINES)).toBe(true);
    expect((await read(empty, frame, some, empty, frame, empty)).equals(Buffer.concat([LINES, LINES]))).toBe(
      true,
    );
    await expect(read(frame, some.subarray(0, -1))).rejects.toThrow("inside its frame 2");
  });

  it("does not take a file without a frame for an empty one", async () => {
    await expect(read()).rejects.toThrow("inside its frame 1");
    expect(await read(packed(".zst", Buffer.alloc(0)))).toHaveLength(0);
  });

  it("refuses a frame whose checksum is another, also if a whole one follows", async () => {
    const checked = zstdCompressSync(LINES, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
    expect(await read(checked, checked)).toHaveLength(2 * LINES.length);
    const changed = Buffer.from(checked);
    changed[checked.length - 1]! ^= 1;
    await expect(lengthOf(read(changed, checked))).rejects.toBeInstanceOf(Error);
  });
});

it("xz: padding between and after streams is none of the content", async () => {
  const stream = packed(".xz", LINES);
  const padded = Buffer.concat([stream, Buffer.alloc(8), stream, Buffer.alloc(4)]);
  expect(await unpacked(padded, ".xz", program("xz"))).toHaveLength(2 * LINES.length);
});

describe.each([".tar.zst", ".tar.bz2", ".tar.xz"])("an archive %s of several streams", (suffix) => {
  const name = `several${suffix}`;
  const path = join(folder, name);
  const members = [
    ["a", LINES.subarray(0, 30_000)],
    ["b", "one\n"],
    ["c", LINES.subarray(0, 5000)],
  ] as const;

  async function contents(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for await (const member of new ArchiveReader(path, LIMITS).members()) {
      found.set(member.name, await memberText(member, 1_000_000));
    }
    return found;
  }

  it("is read whole wherever they meet, and refused as damaged wherever it is cut", async () => {
    const tar = await tarOf(members);
    const whole = new Map(members.map(([member, content]) => [member, String(content)]));
    const place = fc.integer({ min: 1, max: tar.length - 1 });
    const cut = fc.double({ min: 0, max: 0.999, noNaN: true });
    await fc.assert(
      fc.asyncProperty(place, place, cut, async (one, other, share) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const pieces = [tar.subarray(0, low), tar.subarray(low, high), tar.subarray(high)];
        const bytes = Buffer.concat(pieces.map((piece) => packed(name, piece)));
        writeFileSync(path, bytes);
        expect(await contents()).toEqual(whole);
        writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * share)));
        await expect(contents()).rejects.toMatchObject({ code: "ARCHIVE_DAMAGED" });
      }),
      { numRuns: 12 },
    );
  });

  it("counts as one towards its limits", async () => {
    const zeros = packed(name, Buffer.alloc(40 * 1024 ** 2));
    writeFileSync(
      path,
      Buffer.concat([packed(name, (await tarOf([["z", "z"]])).subarray(0, 1024)), zeros, zeros]),
    );
    await expect(contents()).rejects.toMatchObject({ code: "ARCHIVE_TOO_LARGE" });
  });
});
