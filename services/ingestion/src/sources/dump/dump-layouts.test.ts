import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tableTopics } from "@interlude/contracts";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import { sharedData } from "@interlude/infra-testing";
import { describe, expect, it } from "vitest";
import { MemoryStream } from "../../testing/memory-stream.js";
import { artistCredit, dumpMembers } from "../../testing/music-files.js";

const root = temporaryFolder();
const TAGS = "1\tjazz\t0\n2\tbop\t0\n";

/** A dump with rows of several tables before the tags, which are text. */
async function folderWith(tags: string): Promise<string> {
  const folder = mkdtempSync(join(root, "dump-"));
  const members = new Map(dumpMembers({ artist_credit: [artistCredit(1)], tag: [] }));
  members.set("mbdump/tag", tags);
  await writeArchive(folder, "mbdump.tar.bz2", [...members]);
  return folder;
}

async function publishedRows(stream: MemoryStream): Promise<number> {
  const topics = Object.values(tableTopics).map(({ name }) => name);
  return (await stream.records(topics)).filter(({ isMarker }) => !isMarker).length;
}

describe("a dump of which no row of a table fits", () => {
  it.each([
    ["one column more at the end", "1\tjazz\t0\tx\n2\tbop\t0\tx\n", /tag has 3 columns.*4 columns found/],
    ["one column more at the end of its only row", "1\tjazz\t0\tx\n", /its 1 rows of tag.*4 columns found/],
    ["one column less at the end", "1\tjazz\n2\tbop\n", /2 columns found, 3 expected/],
    ["columns in another order", "jazz\t1\t0\nbop\t2\t0\n", /"jazz" in column id/],
    [
      "another column, so that those behind it are of one that no consumer reads",
      "1\tx\tjazz\n2\tx\tbop\n",
      /ref_count/,
    ],
    ["text that is no COPY text", "1\tjazz\t0\r\n2\tbop\t0\r\n", /carriage return/],
    ["one column more in its first thousand rows", "1\tjazz\t0\tx\n".repeat(1_000) + TAGS, /first 1000 rows/],
  ])("is refused before anything of it is sent: %s", async (_, tags, reason) => {
    const folder = await folderWith(tags);
    const stream = await MemoryStream.create();
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["LAYOUT_UNREADABLE"]);
    expect(stream.blocked[0]).toMatch(reason);
    expect(stream.blocked[0]).toMatch(/mbdump\.tar\.bz2.*schema sequence 31.*Fetch/);
    expect(await publishedRows(stream)).toBe(0);
    expect((await stream.store.history()).open).toBeNull();
    // A right one takes its place.
    rmSync(join(folder, "mbdump.tar.bz2"));
    await writeArchive(
      folder,
      "mbdump.tar.bz2",
      dumpMembers({ tag: [{ id: 1, name: "jazz", ref_count: 0 }] }),
    );
    expect(await stream.run(folder)).toBe("done");
    expect(await publishedRows(stream)).toBe(1);
  });

  it.each([
    ["no row at all", "", 0],
    ["only an end of data", "\\.\n", 0],
    ["a row that fits behind some that do not", "1\tjazz\t0\tx\n2\tbop\n3\tfolk\t0\n", 2],
    ["a single row whose value is wrong", "one\tjazz\t0\n", 1],
  ])("is another thing than %s", async (_, tags, letters) => {
    const stream = await MemoryStream.create();
    expect(await stream.run(await folderWith(tags))).toBe("done");
    expect(stream.store.letters.letters).toHaveLength(letters);
  });

  it("is no matter for tables that are not sent", async () => {
    const stream = await MemoryStream.create();
    const tables = new Set(["artist_credit"]);
    expect(await stream.run(await folderWith("what is this\n"), { tables })).toBe("done");
  });
});

const shared = sharedData("../cases/column-too-many");

describe.skipIf(shared === null)("a column too many (needs shared data: ../cases/column-too-many)", () => {
  it("refuses the dump and names the table, and what it has and should have", async () => {
    const stream = await MemoryStream.create();
    expect(await stream.run(shared!)).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["LAYOUT_UNREADABLE"]);
    expect(stream.blocked[0]).toMatch(/link_type has 16 columns.*its 2 rows.*17 columns found/);
    expect(await publishedRows(stream)).toBe(0);
  });
});
