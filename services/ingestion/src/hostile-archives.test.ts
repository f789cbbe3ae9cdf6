import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableTopics, topics } from "@interlude/contracts";
import { packed, tarOf, writeArchive } from "@interlude/infra-archives/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryStream } from "./testing/memory-stream.js";
import { artistCredit, dumpMembers, packetMembers } from "./testing/music-files.js";
import { SourceFiles } from "./testing/source-files.js";

const files = new SourceFiles();
const CREDITS = [artistCredit(1), artistCredit(2)];
const DUMP = dumpMembers({ artist_credit: CREDITS });
const PACKET = packetMembers(101, [{ table: "artist_credit", after: artistCredit(3) }]);
/** What a member of this name would overwrite, were it used as a path. */
const OUTSIDE = "../../x";

/** A source folder some levels deep, so that paths upwards have somewhere to go. */
function deepFolder(): { folder: string; everything: () => string[] } {
  const root = files.newFolder();
  const folder = join(root, "a", "b", "source");
  mkdirSync(folder, { recursive: true });
  const everything = () => readdirSync(root, { recursive: true, encoding: "utf8" }).toSorted();
  return { folder, everything };
}

const rows = async (stream: MemoryStream, epoch?: number) =>
  (await stream.records([tableTopics.artist_credit.name])).filter(
    (record) => !record.isMarker && (epoch === undefined || record.epoch === epoch),
  );

describe("archives made to do harm", () => {
  it("write nothing anywhere: members with paths for names are passed over, and counted", async () => {
    const { folder, everything } = deepFolder();
    const evil = [
      [OUTSIDE, "owned\n"],
      ["/tmp/interlude-hostile-x", "owned\n"],
      [`mbdump/${OUTSIDE}`, "one\ntwo\n"],
    ] as const;
    await writeArchive(folder, "mbdump.tar", [...DUMP, ...evil]);
    await writeArchive(folder, "replication-101-v2.tar", [...PACKET, ...evil]);
    const before = everything();
    const stream = await MemoryStream.create();
    expect(await stream.run(folder)).toBe("done");
    expect(everything()).toEqual(before);
    expect(await rows(stream)).toHaveLength(3);
    const loaded = (await stream.records([topics.epochs.name]))
      .map(({ value }) => value as { epoch: number; state: string; skipped: Record<string, number> })
      .find(({ epoch, state }) => epoch === 1 && state === "published");
    expect(loaded!.skipped).toEqual({ [OUTSIDE]: 3, "musicbrainz./tmp/interlude-hostile-x": 1 });
  });

  it.each(["symlink", "link", "character-device", "block-device", "fifo"] as const)(
    "are rejected if they hold a %s, before the table behind it is sent",
    async (type) => {
      const { folder, everything } = deepFolder();
      const header = { name: "mbdump/artist_credit", type, linkname: "/etc/passwd", size: 0 };
      const control = DUMP.slice(0, 3);
      writeFileSync(join(folder, "mbdump.tar"), await tarOf(control, [header]));
      const before = everything();
      const stream = await MemoryStream.create();
      expect(await stream.run(folder)).toBe("blocked");
      expect(stream.blockedCodes.at(-1)).toBe("ARCHIVE_MEMBER_REFUSED");
      expect(everything()).toEqual(before);
      expect(await rows(stream)).toEqual([]);
    },
  );

  it.each([
    ["a tar bomb: one table of nothing but zeros", "mbdump/artist_credit", Buffer.alloc(96 * 1024 ** 2)],
    ["a bomb in a table that is not replicated", "mbdump/not_replicated", Buffer.alloc(96 * 1024 ** 2)],
  ])("are rejected as a dump with %s", async (_, name, bytes) => {
    const { folder } = deepFolder();
    await writeArchive(folder, "mbdump.tar.zst", [...DUMP.slice(0, 3), [name, bytes]]);
    const stream = await MemoryStream.create();
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blockedCodes.at(-1)).toMatch(/^(ARCHIVE_TOO_LARGE|COPY_LINE_TOO_LONG)$/);
    expect(await rows(stream)).toEqual([]);
  });

  it("are rejected as a packet of millions of lines with nothing in them", async () => {
    const { folder } = deepFolder();
    await files.dump(folder, 100);
    const lines = Buffer.alloc(3_000_000, "\n");
    await writeArchive(folder, "replication-101-v2.tar.zst", [...PACKET, ["mbdump/pending_ts", lines]]);
    const stream = await MemoryStream.create();
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blockedCodes.at(-1)).toBe("ARCHIVE_TOO_LARGE");
    expect(await rows(stream, 2)).toEqual([]);
  });
});

describe("a file that was cut", () => {
  const tenth = fc.integer({ min: 0, max: 9 });
  const ending = fc.constantFrom("", ".bz2", ".xz", ".zst");

  it("is rejected as a packet, wherever it was cut, and nothing of it is sent", async () => {
    await fc.assert(
      fc.asyncProperty(tenth, ending, async (at, end) => {
        const { folder } = deepFolder();
        await files.dump(folder, 100);
        const name = `replication-101-v2.tar${end}`;
        const whole = packed(name, await tarOf(PACKET));
        writeFileSync(join(folder, name), whole.subarray(0, Math.floor((whole.length * at) / 10)));
        const stream = await MemoryStream.create();
        expect(await stream.run(folder)).toBe("blocked");
        expect(stream.blockedCodes.at(-1)).toBe("ARCHIVE_DAMAGED");
        expect(await rows(stream, 2)).toEqual([]);
        writeFileSync(join(folder, name), whole);
        expect(await stream.run(folder)).toBe("done");
        expect(await rows(stream, 2)).toHaveLength(1);
      }),
      { numRuns: 12 },
    );
  });

  it("is rejected as a dump, and read whole once it is replaced, each row once", async () => {
    const credits = Array.from({ length: 2_000 }, (_, i) => artistCredit(i + 1));
    const members = dumpMembers({ artist_credit: credits });
    await fc.assert(
      fc.asyncProperty(tenth, ending, async (at, end) => {
        const { folder } = deepFolder();
        const name = `mbdump.tar${end}`;
        const whole = packed(name, await tarOf(members));
        writeFileSync(join(folder, name), whole.subarray(0, Math.floor((whole.length * at) / 10)));
        const stream = await MemoryStream.create();
        expect(await stream.run(folder)).toBe("blocked");
        expect(stream.blockedCodes.at(-1)).toMatch(/^(ARCHIVE_DAMAGED|CONTROL_FILE_MISSING)$/);
        writeFileSync(join(folder, name), whole);
        expect(await stream.run(folder)).toBe("done");
        expect(await rows(stream)).toHaveLength(credits.length);
      }),
      { numRuns: 8 },
    );
  });
});
