import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import {
  type AnyRowChange,
  type EpochStatus,
  catalogue,
  deadLetterTopics,
  tableTopics,
  topics,
} from "@interlude/contracts";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryStream } from "../testing/memory-stream.js";
import { artistCredit, creditName, dumpMembers, gidOf } from "../testing/music-files.js";

const root = temporaryFolder();
/** Enough for several appends. */
const ROWS = 40_000;

/** Everything a stream holds, as text without order: equal exactly when nothing is missing and nothing is there twice. */
async function contents(stream: MemoryStream): Promise<string[]> {
  const found: string[] = [];
  for (const { topic, partition, isMarker, value } of await stream.records(dataTopics)) {
    const place = isMarker ? "marker" : placeOf(value);
    found.push(`${topic}/${partition} ${place}`);
  }
  return found.toSorted();
}

/** How many appends a process lives for, and whether the last one comes into the log without its knowing. */
const life = fc.record({ appends: fc.integer({ min: 0, max: 3 }), isAppendedUnseen: fc.boolean() });

const dataTopics = [
  ...Object.values(tableTopics).map(({ name }) => name),
  ...catalogue.filter(({ name }) => name.startsWith("popularity.")).map(({ name }) => name),
  deadLetterTopics.ingestion.name,
];

function placeOf(value: unknown): string {
  const { source, line, file } = value as AnyRowChange & { line?: number; file?: string };
  return line === undefined ? String(source.position) : `${file}:${line}`;
}

describe("an epoch that is interrupted", () => {
  it("goes on where the log ends, however often: every row, bad row and marker is there once, and counted", async () => {
    const folder = mkdtempSync(join(root, "source-"));
    const members = new Map(
      dumpMembers({
        artist_credit: Array.from({ length: ROWS }, (_, id) => artistCredit(id + 1)),
        artist_credit_name: Array.from({ length: ROWS }, (_, id) => creditName(id + 1, 0, id + 1)),
      }),
    );
    const lines = String(members.get("mbdump/artist_credit")).split("\n");
    const odd = (id: number, count: string, created: string) =>
      `${id}\tcredit\t${count}\t1\t${created}\t0\t${gidOf(id)}`;
    for (const at of [20_000, 10_000, 0]) lines.splice(at, 0, "one field");
    for (const at of [30_000, 5_000])
      lines.splice(at, 0, odd(at, "one", "\\N"), odd(at + 1, "1", "infinity"));
    members.set("mbdump/artist_credit", lines.join("\n"));
    await writeArchive(folder, "mbdump.tar", [...members]);

    const whole = await MemoryStream.create();
    expect(await whole.run(folder)).toBe("done");
    expect(whole.counts).toMatchObject([{ published: 2 * ROWS + 2, deadLetters: 5 }]);
    const expected = await contents(whole);
    expect(expected).toHaveLength(new Set(expected).size);

    await fc.assert(
      fc.asyncProperty(fc.array(life, { maxLength: 4 }), async (lives) => {
        const stream = await MemoryStream.create();
        for (const { appends, isAppendedUnseen } of lives) {
          stream.log.appendsLeft = appends;
          stream.log.isAppendedUnseen = isAppendedUnseen;
          await stream.run(folder).catch(() => undefined);
        }
        stream.log.appendsLeft = Number.POSITIVE_INFINITY;
        expect(await stream.run(folder)).toBe("done");
        expect(await contents(stream)).toEqual(expected);
        expect(stream.counts).toEqual(whole.counts);
        const announced = (await stream.records([topics.epochs.name])).at(-1)!.value as EpochStatus;
        expect(announced.omissions).toEqual(whole.counts[0]!.omissions);
      }),
      { numRuns: 8 },
    );
  }, 60_000);
});
