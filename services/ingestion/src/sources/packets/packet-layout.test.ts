import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tableTopics } from "@interlude/contracts";
import { jsonFromRow, tableLayout } from "@interlude/core-musicbrainz";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import { describe, expect, it } from "vitest";
import { MemoryStream } from "../../testing/memory-stream.js";
import { artistCredit, packetMembers } from "../../testing/music-files.js";

const root = temporaryFolder();

/** A packet with credits as given, and a tag. */
async function writePacket(folder: string, sequence: number, credits: readonly object[]): Promise<string> {
  const tag = { table: "tag", after: { id: sequence, name: "jazz", ref_count: 0 } };
  const members = new Map(packetMembers(sequence, [tag]));
  const lines = credits.map(
    (row, at) => `${at + 9}\tmusicbrainz.artist_credit\ti\t1\t\\N\t${JSON.stringify(row)}\t\\N\t\\N\n`,
  );
  members.set("mbdump/pending_data", String(members.get("mbdump/pending_data")) + lines.join(""));
  return writeArchive(folder, `replication-${sequence}-v2.tar.bz2`, [...members]);
}

async function tagsOn(stream: MemoryStream): Promise<number> {
  return (await stream.records([tableTopics.tag.name])).filter(({ isMarker }) => !isMarker).length;
}

const credit = (id: number) => jsonFromRow(tableLayout("artist_credit", 31), artistCredit(id));

describe("a packet of which no row of a table has its columns", () => {
  it.each([
    ["one more", [1, 2].map((id) => ({ ...credit(id), colour: "red" })), /artist_credit\.colour/],
    ["one less that is read", [1, 2].map((id) => ({ ...credit(id), name: undefined })), /name/],
    ["one less that no consumer reads", [{ ...credit(1), edits_pending: undefined }], /edits_pending/],
  ])("stops the stream before it, until there is a right one: %s", async (_, credits, column) => {
    const folder = mkdtempSync(join(root, "source-"));
    const stream = await MemoryStream.create();
    await writePacket(folder, 7, [credit(1)]);
    const wrong = await writePacket(folder, 8, credits);
    expect(await stream.run(folder)).toBe("blocked");
    expect(stream.blockedCodes).toEqual(["LAYOUT_UNREADABLE"]);
    expect(stream.blocked[0]).toMatch(/packet 8.*schema sequence 31.*artist_credit.*Upgrade/);
    expect(stream.blocked[0]).toMatch(column);
    expect(await tagsOn(stream)).toBe(1);
    expect(stream.store.letters.letters).toEqual([]);
    rmSync(wrong);
    await writePacket(folder, 8, [credit(2)]);
    expect(await stream.run(folder)).toBe("done");
    expect(await tagsOn(stream)).toBe(2);
  });

  it("is another thing than one of which some rows have other columns", async () => {
    const folder = mkdtempSync(join(root, "source-"));
    const stream = await MemoryStream.create();
    const odd = [
      { ...credit(2), colour: "red" },
      { ...credit(3), name: undefined },
    ];
    await writePacket(folder, 7, [credit(1), ...odd]);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.letters.letters).toMatchObject([{ code: "ROW_MISSING_COLUMN", line: 4 }]);
    expect(stream.counts[0]!.omissions).toMatchObject([
      { what: "row", code: "ROW_MISSING_COLUMN" },
      { what: "value", code: "ROW_UNKNOWN_COLUMN", field: "artist_credit.colour", count: 1 },
    ]);
  });
});
