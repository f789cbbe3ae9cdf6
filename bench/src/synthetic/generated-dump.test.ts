import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CopyLineSplitter,
  decodeCopyRow,
  encodeCopyRow,
  readDumpControl,
  rowFromCopy,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { afterAll, describe, expect, it } from "vitest";
import { renumberDump } from "./dump-sequence.js";
import { DUMP_SEQUENCE } from "./dump-tables.js";
import { SCHEMA_SEQUENCE, writeGeneratedDump } from "./generated-dump.js";

const folder = mkdtempSync(join(tmpdir(), "interlude-bench-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The members as the system's own tar takes them out. */
function memberOf(file: string, name: string): Buffer {
  return execFileSync("tar", ["-xOf", file, name], { maxBuffer: 2 ** 26 });
}

function linesOf(bytes: Buffer): Buffer[] {
  return new CopyLineSplitter().push(bytes);
}

describe("writeGeneratedDump", () => {
  const file = join(folder, "mbdump.tar");

  it("writes rows that are read with their layouts, as many as it says", async () => {
    const dump = await writeGeneratedDump(file, { recordings: 5_000, seed: 7 });
    expect(dump.rows).toMatchObject({ recording: 5_000, artist: 372, artist_credit: 481, isrc: 790 });
    for (const [table, rows] of Object.entries(dump.rows)) {
      const layout = tableLayout(table, SCHEMA_SEQUENCE);
      const lines = linesOf(memberOf(file, `mbdump/${table}`));
      expect([table, lines.length]).toEqual([table, rows]);
      for (const line of lines) {
        const fields = decodeCopyRow(line);
        rowFromCopy(layout, fields);
        expect(encodeCopyRow(fields)).toBe(`${line}\n`);
      }
    }
    expect(dump.bytes).toBe(readFileSync(file).length);
  });

  it("says of itself what a full dump says", () => {
    const names = ["TIMESTAMP", "REPLICATION_SEQUENCE", "SCHEMA_SEQUENCE"];
    const control = readDumpControl(
      Object.fromEntries(names.map((name) => [name, `${memberOf(file, name)}`])),
    );
    expect(control).toMatchObject({ replicationSequence: DUMP_SEQUENCE, schemaSequence: 31 });
  });

  it("gives each credit the names that it counts", () => {
    const counted = linesOf(memberOf(file, "mbdump/artist_credit")).map((line) => decodeCopyRow(line)[2]);
    const names = new Map<string, number>();
    for (const line of linesOf(memberOf(file, "mbdump/artist_credit_name"))) {
      const [credit, position] = decodeCopyRow(line);
      expect(Number(position)).toBe(names.get(credit!) ?? 0);
      names.set(credit!, Number(position) + 1);
    }
    for (const [credit, count] of names) expect(counted[Number(credit) - 1]).toBe(String(count));
  });

  it("writes rows about as wide as real ones", () => {
    expect(memberOf(file, "mbdump/recording").length / 5_000).toBeCloseTo(107, -1);
  });

  it("is the same for the same seed, and another for another", async () => {
    const hashOf = async (seed: number): Promise<string> => {
      const path = join(folder, "again.tar");
      await writeGeneratedDump(path, { recordings: 300, seed });
      return createHash("sha256").update(readFileSync(path)).digest("hex");
    };
    expect(await hashOf(1)).toBe(await hashOf(1));
    expect(await hashOf(1)).not.toBe(await hashOf(2));
  });
});

describe("renumberDump", () => {
  it("makes the same rows a dump of a later sequence", async () => {
    const path = join(folder, "later.tar");
    await writeGeneratedDump(path, { recordings: 100, seed: 1 });
    const before = memberOf(path, "mbdump/recording");
    await renumberDump(path, DUMP_SEQUENCE + 40);
    expect(`${memberOf(path, "REPLICATION_SEQUENCE")}`).toBe(`${DUMP_SEQUENCE + 40}\n`);
    expect(memberOf(path, "mbdump/recording")).toEqual(before);
    await expect(renumberDump(path, 7)).rejects.toThrow("too short");
  });
});
