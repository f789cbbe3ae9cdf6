import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { tableTopics } from "@interlude/contracts";
import { writeArchive } from "@interlude/infra-archives/testing";
import { describe, expect, it } from "vitest";
import { MemoryStream } from "../testing/memory-stream.js";
import { artistCredit, dumpMembers, gidOf } from "../testing/music-files.js";
import { SourceFiles } from "../testing/source-files.js";

const files = new SourceFiles();
/** Third line of the table. */
const BAD_VALUE = `3\tname\t1\t1\tinfinity\t0\t${gidOf(3)}\n`;
const BAD_ROW = `3\tname\tmany\t1\t\\N\t0\t${gidOf(3)}\n`;

/** A dump with two good rows before some line, and a packet after it. */
async function folderWith(line: string): Promise<string> {
  const folder = files.newFolder();
  const members = new Map(dumpMembers({ artist_credit: [artistCredit(1), artistCredit(2)] }));
  members.set("mbdump/artist_credit", `${String(members.get("mbdump/artist_credit"))}${line}`);
  await writeArchive(folder, "mbdump.tar", [...members]);
  await files.packet(folder, 101);
  return folder;
}

describe("a strict ingestion", () => {
  it.each([
    ["a row", BAD_ROW, { what: "row", code: "ROW_BAD_INTEGER", field: null }],
    [
      "a value",
      BAD_VALUE,
      { what: "value", code: "ROW_TIMESTAMP_OUT_OF_RANGE", field: "artist_credit.created" },
    ],
  ])(
    "stops at the first omission, %s, and a later one goes on and counts it once",
    async (_, line, omitted) => {
      const folder = await folderWith(line);
      const stream = await MemoryStream.create();
      for (let attempt = 0; attempt < 2; attempt++) {
        expect(await stream.run(folder, { strict: true })).toBe("blocked");
        expect(stream.blockedCodes.at(-1)).toBe("OMISSION_REFUSED");
        const place = new RegExp(`^mbdump\\.tar: ${omitted.code}.*mbdump/artist_credit, line 3: .*--strict`);
        expect(stream.blocked.at(-1)).toMatch(place);
        expect(stream.store.published).toEqual([]);
        expect(stream.store.letters.letters).toEqual([]);
      }
      expect(await stream.run(folder)).toBe("done");
      expect((await stream.states()).slice(-1)).toEqual(["2 published"]);
      expect(stream.counts[0]!.omissions).toEqual([
        expect.objectContaining({ ...omitted, file: "mbdump.tar", count: 1 }),
      ]);
      const sent = await stream.records([tableTopics.artist_credit.name]);
      const ids = sent
        .filter(({ isMarker }) => !isMarker)
        .map(({ value }) => (value as { after: { id: number } }).after.id);
      expect(ids.toSorted((one, other) => one - other)).toEqual(
        omitted.what === "row" ? [1, 2, 101] : [1, 2, 3, 101],
      );
    },
  );

  it("publishes nothing while a file is left alone", async () => {
    const folder = await folderWith("");
    symlinkSync("a.csv", join(folder, "a.csv"));
    const stream = await MemoryStream.create();
    expect(await stream.run(folder, { strict: true })).toBe("blocked");
    expect(stream.blocked).toEqual([expect.stringMatching(/^a\.csv: SOURCE_FILE_UNREADABLE: .*ELOOP/)]);
    expect(await stream.states()).toEqual([]);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published).toHaveLength(2);
  });
});
