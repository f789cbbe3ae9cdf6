import { readFileSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type AnyRowChange, tableTopics } from "@interlude/contracts";
import { tableLayout } from "@interlude/core-musicbrainz";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import { sharedData } from "@interlude/infra-testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryStream } from "../testing/memory-stream.js";
import { artistCredit, dumpMembers, packetMembers } from "../testing/music-files.js";
import { receivedCollaborations } from "../testing/received-rows.js";

const root = temporaryFolder();
const LAYOUT = tableLayout("artist_credit", 31);
const UNREAD = LAYOUT.ignored;

/** Times that only PostgreSQL has, and what is nothing at all. */
const oddValue = fc.constantFrom(
  "infinity",
  "-infinity",
  "0044-03-15 12:00:00+00 BC",
  "20231-05-01 12:00:00+00",
  "2255-06-05 23:47:34.740991+00",
  "1684-01-01 00:00:00+00",
  "99999999999999999999",
  "nonsense",
);
const oddColumns = fc.dictionary(fc.constantFrom(...UNREAD), oddValue, { noNullPrototype: true });

async function streamOf(name: string, members: ReturnType<typeof dumpMembers>): Promise<MemoryStream> {
  const folder = mkdtempSync(join(root, "source-"));
  await writeArchive(folder, name, members);
  const stream = await MemoryStream.create();
  expect(await stream.run(folder)).toBe("done");
  return stream;
}

async function changesOf(stream: MemoryStream): Promise<AnyRowChange[]> {
  const records = await stream.records([tableTopics.artist_credit.name]);
  const changes = records.filter(({ isMarker }) => !isMarker).map(({ value }) => value as AnyRowChange);
  return changes.toSorted((one, other) => one.source.position - other.source.position);
}

function dropped(stream: MemoryStream): Record<string, number> {
  const omissions = stream.counts.flatMap((counts) => counts.omissions);
  expect(omissions.filter(({ what }) => what !== "value")).toEqual([]);
  const sums: Record<string, number> = {};
  for (const { field, count } of omissions) sums[field!] = (sums[field!] ?? 0) + count;
  return sums;
}

function droppedOnce(...odd: readonly object[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const name of odd.flatMap(Object.keys))
    sums[`artist_credit.${name}`] = (sums[`artist_credit.${name}`] ?? 0) + 1;
  return sums;
}

const nulls = (odd: object) => Object.fromEntries(Object.keys(odd).map((name) => [name, null]));

describe("values that no consumer reads and none can", () => {
  const [good, other] = [artistCredit(1), artistCredit(2)];

  it("cost themselves and never the row of a dump", async () => {
    await fc.assert(
      fc.asyncProperty(oddColumns, async (odd) => {
        const members = new Map(dumpMembers({ artist_credit: [good] }));
        const fields = LAYOUT.columns.map(
          ({ name }) => odd[name] ?? String({ ...other, created: "\\N" }[name]),
        );
        members.set(
          "mbdump/artist_credit",
          `${String(members.get("mbdump/artist_credit"))}${fields.join("\t")}\n`,
        );
        const stream = await streamOf("mbdump.tar", [...members]);
        const rows = (await changesOf(stream)).map(({ after }) => after as unknown as { id: number });
        expect(rows.toSorted((a, b) => a.id - b.id)).toEqual([good, { ...other, ...nulls(odd) }]);
        expect(dropped(stream)).toEqual(droppedOnce(odd));
      }),
      { numRuns: 30 },
    );
  });

  it("cost themselves and never the change of a packet, be they in the old row or the new", async () => {
    await fc.assert(
      fc.asyncProperty(oddColumns, oddColumns, async (before, after) => {
        const changes = [
          { table: "artist_credit", after: { ...good, ...after } },
          {
            table: "artist_credit",
            before: { ...good, ...before },
            after: { ...good, ...after, name: "renamed" },
          },
          { table: "artist_credit", before: { ...other, ...before } },
        ];
        const members = new Map(packetMembers(7, []));
        const lines = changes.map(({ before: old, after: now }, at) => {
          const json = (row: object | undefined) => (row === undefined ? "\\N" : JSON.stringify(row));
          const op = old === undefined ? "i" : now === undefined ? "d" : "u";
          return `${at + 1}\tmusicbrainz.artist_credit\t${op}\t1\t${json(old)}\t${json(now)}\t\\N\t\\N\n`;
        });
        members.set("mbdump/pending_data", lines.join(""));
        const stream = await streamOf("replication-7-v2.tar", [...members]);
        const [fresh, stale] = [nulls(after), nulls(before)];
        expect(await changesOf(stream)).toEqual([
          expect.objectContaining({ op: "c", after: { ...good, ...fresh } }),
          expect.objectContaining({
            op: "u",
            before: { ...good, ...stale },
            after: { ...good, ...fresh, name: "renamed" },
          }),
          expect.objectContaining({ op: "d", before: { ...other, ...stale } }),
        ]);
        expect(dropped(stream)).toEqual(droppedOnce(after, before, after, before));
      }),
      { numRuns: 30 },
    );
  });
});

describe("columns and values that no text can hold", () => {
  it("are counted, and what is said of them is text", async () => {
    const names = ["\ud83c", "a\0b", "__proto__", "n".repeat(100_000), `${"a".repeat(59)}🎷`];
    const value = `${"a".repeat(58)}🎷`.repeat(2_000);
    const odd = names.map((name, at) => ({ ...artistCredit(at + 10), [name]: 1, edits_pending: value }));
    const members = new Map(packetMembers(7, [{ table: "artist_credit", after: artistCredit(1) }]));
    const lines = odd.map((row, at) => {
      const json = JSON.stringify(Object.fromEntries(Object.entries(row))).replaceAll("\\", "\\\\");
      return `${at + 9}\tmusicbrainz.artist_credit\ti\t1\t\\N\t${json}\t\\N\t\\N\n`;
    });
    const skipped = `99\t"${"s".repeat(5_000)}"."t"\ti\t1\t\\N\t{}\t\\N\t\\N\n`;
    members.set("mbdump/pending_data", String(members.get("mbdump/pending_data")) + lines.join("") + skipped);
    const stream = await streamOf("replication-7-v2.tar", [...members]);
    expect(await changesOf(stream)).toHaveLength(names.length + 1);
    expect(dropped(stream)).toMatchObject({ "artist_credit.edits_pending": names.length });
    for (const { field } of stream.counts[0]!.omissions) {
      expect(field!.length).toBeLessThan(100);
      expect(field).not.toMatch(/[\0\p{Surrogate}]/u);
    }
    for (const table of Object.keys(stream.counts[0]!.skipped)) expect(table.length).toBeLessThan(2_001);
  });
});

describe.each(["timestamps-out-of-range", "long-at-the-edge"])("the case %s", (name) => {
  const folder = sharedData(`../cases/${name}`);

  it.skipIf(folder === null)(
    `loses no row, and counts what it keeps as null (needs shared data: ../cases/${name})`,
    async () => {
      const stream = await MemoryStream.create();
      expect(await stream.run(folder!)).toBe("done");
      const expected = readFileSync(join(folder!, "expected-collaborations.tsv"), "utf8");
      expect(await receivedCollaborations(stream)).toBe(expected);
      expect(stream.store.letters.letters).toEqual([]);
      expect(Object.keys(dropped(stream)).length).toBeGreaterThan(0);
    },
  );
});
