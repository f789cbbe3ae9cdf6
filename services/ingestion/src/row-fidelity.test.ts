import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type AnyRowChange, tableTopics } from "@interlude/contracts";
import {
  NEWEST_SCHEMA_SEQUENCE,
  type Row,
  copyFromRow,
  decodeCopyRow,
  encodeCopyRow,
  rowFromCopy,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyLineOf } from "./testing/copy-lines.js";
import { MemoryStream } from "./testing/memory-stream.js";
import { dumpMembers, packetMembers } from "./testing/music-files.js";

const root = temporaryFolder();
const tables = Object.keys(tableTopics);
const layoutOf = (table: string) => tableLayout(table, NEWEST_SCHEMA_SEQUENCE);

/** Rows of a table, with text of every kind that PostgreSQL can store. */
function rowsOf(table: string): fc.Arbitrary<Row[]> {
  const layout = layoutOf(table);
  const row = copyLineOf(layout).map((line) => rowFromCopy(layout, decodeCopyRow(line)));
  return fc.array(row, { maxLength: 5 });
}

const world = fc.record(Object.fromEntries(tables.map((table) => [table, rowsOf(table)])));

/** A row as a line of COPY text, which is what it must be again byte for byte at the other end. */
const lineOf = (table: string, row: Row) => encodeCopyRow(copyFromRow(layoutOf(table), row));

/** What arrived of each table, in no order. */
async function arrived(stream: MemoryStream): Promise<Record<string, string[]>> {
  const lines: Record<string, string[]> = {};
  for (const [table, topic] of Object.entries(tableTopics)) {
    const records = await stream.records([topic.name]);
    const changes = records.filter(({ isMarker }) => !isMarker).map(({ value }) => value as AnyRowChange);
    lines[table] = changes.map(({ after }) => lineOf(table, after as unknown as Row)).toSorted();
  }
  return lines;
}

function expectedOf(rows: Readonly<Record<string, readonly Row[]>>): Record<string, string[]> {
  return Object.fromEntries(
    tables.map((table) => [table, rows[table]!.map((row) => lineOf(table, row)).toSorted()]),
  );
}

async function streamOf(name: string, members: ReturnType<typeof dumpMembers>): Promise<MemoryStream> {
  const folder = mkdtempSync(join(root, "source-"));
  await writeArchive(folder, name, members);
  const stream = await MemoryStream.create();
  expect(await stream.run(folder)).toBe("done");
  return stream;
}

describe("rows of every table, whatever text they hold", () => {
  it("survive generator, archive, reader and Avro byte for byte, from dumps and packets alike", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (rows) => {
        const dump = await streamOf("mbdump.tar.bz2", dumpMembers(rows));
        expect(await arrived(dump)).toEqual(expectedOf(rows));
        const inserts = tables.flatMap((table) => rows[table]!.map((after) => ({ table, after })));
        const packet = await streamOf("replication-7-v2.tar.bz2", packetMembers(7, inserts));
        expect(await arrived(packet)).toEqual(expectedOf(rows));
      }),
      { numRuns: 15 },
    );
  });

  it("never hold NUL: such a line becomes a dead letter and the others arrive", async () => {
    const good = { id: 1, name: "jazz", ref_count: 0 };
    const members = new Map(dumpMembers({ tag: [good] }));
    members.set("mbdump/tag", `${String(members.get("mbdump/tag"))}2\ta\0b\t0\n3\ta\\000b\t0\n`);
    const stream = await streamOf("mbdump.tar", [...members]);
    expect((await arrived(stream))["tag"]).toEqual([lineOf("tag", good)]);
    const letters = await stream.records(["ingestion.dead-letters"]);
    expect(letters.map(({ value }) => (value as { code: string }).code)).toEqual([
      "COPY_NUL_CHARACTER",
      "COPY_NUL_CHARACTER",
    ]);
  });
});
