import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnyRowChange, tableTopics } from "@interlude/contracts";
import { collaborations } from "@interlude/core-musicbrainz";
import { sharedData } from "@interlude/infra-testing";
import { describe, expect, it } from "vitest";
import { MemoryStream } from "./testing/memory-stream.js";

const folder = sharedData("bluenote");

interface AnyRow {
  readonly id: number;
  readonly gid: string;
  readonly name: string;
  readonly artist_credit: number;
  readonly artist: number;
  readonly position: number;
}

/** The rows that a topic's changes leave behind when each partition is read in order. */
async function rowsOf(stream: MemoryStream, topic: string, key: (row: AnyRow) => string): Promise<AnyRow[]> {
  const rows = new Map<string, AnyRow>();
  for (const { isMarker, value } of await stream.records([topic])) {
    if (isMarker) continue;
    const { before, after } = value as AnyRowChange;
    if (before !== null) rows.delete(key(before as unknown as AnyRow));
    if (after !== null) rows.set(key(after as unknown as AnyRow), after as unknown as AnyRow);
  }
  return [...rows.values()];
}

describe.skipIf(folder === null)("Blue Note through ingestion (needs shared data: bluenote)", () => {
  it("leaves the expected collaborations on the topics", async () => {
    const stream = await MemoryStream.create();
    expect(await stream.run(folder!)).toBe("done");
    expect(stream.store.published).toHaveLength(43);
    const id = (row: AnyRow) => String(row.id);
    const { pairs } = collaborations({
      artists: await rowsOf(stream, tableTopics.artist.name, id),
      creditNames: await rowsOf(
        stream,
        tableTopics.artist_credit_name.name,
        (row) => `${row.artist_credit}:${row.position}`,
      ),
      recordings: await rowsOf(stream, tableTopics.recording.name, id),
    });
    const lines = [...pairs].map(([key, { weight }]) => `${key.replace(":", "\t")}\t${weight}\n`);
    const expected = readFileSync(join(folder!, "expected-collaborations.tsv"), "utf8");
    expect(lines.sort().join("") === expected).toBe(true);
  });
});
