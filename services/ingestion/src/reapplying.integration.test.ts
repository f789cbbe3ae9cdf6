import { MARKER_HEADER, type Marker, tableTopics } from "@interlude/contracts";
import { type TestNamespace, createTestNamespace } from "@interlude/infra-testing";
import { beforeEach, describe, expect, inject, it } from "vitest";
import { IngestionProcess, changesOf } from "./testing/ingestion-process.js";
import { artistCredit } from "./testing/music-files.js";
import { SourceFiles } from "./testing/source-files.js";

const files = new SourceFiles();
let stream: TestNamespace;
let ingestion: IngestionProcess;

beforeEach(async () => {
  stream = await createTestNamespace(inject("stack"));
  ingestion = new IngestionProcess(stream);
  return () => stream.dispose();
});

/** What is told of a credit, in order: `name in epoch at sequence/position`. */
async function told(id: number): Promise<string[]> {
  const { changes } = await changesOf(stream, tableTopics.artist_credit);
  return changes
    .filter(({ value }) => (value.after as { id: number } | null)?.id === id)
    .map(({ epoch, value: { after, source } }) => {
      return `${(after as { name: string }).name} in ${epoch} at ${source.sequence}/${source.position}`;
    });
}

/** Sequences of the markers, by epoch. */
async function reached(): Promise<Map<number, number>> {
  const sequences = new Map<number, number>();
  for await (const { headers, value } of stream.log.read([tableTopics.artist_credit.name])) {
    if (headers[MARKER_HEADER] !== "1") continue;
    const { epoch, sequence } = (await stream.codec.decodeMarker(value!)) as Marker;
    sequences.set(epoch, sequence);
  }
  return sequences;
}

describe("the ingestion process", () => {
  it("applies a packet again that was published again, and takes a newer dump over a gap", async () => {
    const folder = files.newFolder();
    await files.dump(folder, 100);
    await files.packet(folder, 101);
    await files.packet(folder, 102);
    expect(await ingestion.runToEnd(folder)).toMatchObject({ code: 0 });
    await files.packet(folder, 101, [{ table: "artist_credit", after: artistCredit(101, "fixed") }]);
    const seen = await ingestion.runToEnd(folder);
    expect(seen.code).toBe(0);
    expect(seen.output).toContain("PACKET_REPUBLISHED");
    expect(await told(101)).toEqual(["credit 101 in 2 at 101/0"]);

    const forced = await ingestion.runToEnd(folder, { INGESTION_FORCE_PACKETS: "101" });
    expect(forced).toMatchObject({ code: 0 });
    expect(forced.output).not.toContain("PACKET_REPUBLISHED");
    expect(await told(101)).toEqual(["credit 101 in 2 at 101/0", `fixed in 4 at 101/${2 ** 32}`]);

    await files.packet(folder, 111);
    expect(await ingestion.runToEnd(folder)).toMatchObject({ code: 1 });
    await files.dump(folder, 110, [artistCredit(1, "as of 110")]);
    expect(await ingestion.runToEnd(folder)).toMatchObject({ code: 0 });
    expect(await told(1)).toEqual(["credit 1 in 1 at 100/0", "as of 110 in 5 at 110/0"]);
    expect(await told(111)).toEqual(["credit 111 in 6 at 111/0"]);
    expect([...(await reached())].toSorted(([one], [other]) => one - other)).toEqual([
      [1, 100],
      [2, 101],
      [3, 102],
      [4, 102],
      [5, 110],
      [6, 111],
    ]);
  });
});
