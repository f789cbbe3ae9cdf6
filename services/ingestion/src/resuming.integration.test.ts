import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MARKER_HEADER, tableTopics } from "@interlude/contracts";
import { copyFromRow, encodeCopyRow, tableLayout } from "@interlude/core-musicbrainz";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import { type TestNamespace, createTestNamespace } from "@interlude/infra-testing";
import { beforeEach, describe, expect, inject, it } from "vitest";
import { IngestionProcess } from "./testing/ingestion-process.js";
import { artistCredit, dumpMembers } from "./testing/music-files.js";

const ROWS = 300_000;
const TOPIC = tableTopics.artist_credit;
const root = temporaryFolder();
let stream: TestNamespace;
let ingestion: IngestionProcess;

beforeEach(async () => {
  stream = await createTestNamespace(inject("stack"));
  ingestion = new IngestionProcess(stream);
  return () => stream.dispose();
});

async function recordsOnTopic(): Promise<number> {
  const offsets = await stream.log.endOffsets([TOPIC.name]);
  return [...offsets.values()].reduce((sum, offset) => sum + Number(offset), 0);
}

/** Starts ingestion, waits until the topic holds that many records, and kills it hard. */
async function killAt(folder: string, records: number): Promise<void> {
  const { child, output } = ingestion.start(folder);
  while ((await recordsOnTopic()) < records) {
    expect(child.exitCode, `ended before it could be killed: ${output().slice(-2_000)}`).toBeNull();
    await sleep(10);
  }
  await ingestion.kill(child);
}

/** Everything on the topic as it lies there: how often each row is there, and how many markers. */
async function contents(): Promise<{ copies: Uint8Array; markers: number }> {
  const copies = new Uint8Array(ROWS);
  let markers = 0;
  for await (const { headers, value } of stream.log.read([TOPIC.name])) {
    if (headers[MARKER_HEADER] !== undefined) markers++;
    else for (const { after } of await stream.codec.decodeItems(TOPIC, value!)) copies[after!.id - 1]! += 1;
  }
  return { copies, markers };
}

describe("a dump that is interrupted", () => {
  it("is gone on with where it stopped: no row is on the topic twice, and none is missing", async () => {
    const layout = tableLayout("artist_credit", 31);
    const lines: string[] = [];
    for (let id = 1; id <= ROWS; id++) lines.push(encodeCopyRow(copyFromRow(layout, artistCredit(id))));
    const folder = mkdtempSync(join(root, "source-"));
    const members = [...dumpMembers({}), ["mbdump/artist_credit", lines.join("")] as const];
    await writeArchive(folder, "mbdump.tar", members);

    await killAt(folder, 1);
    const afterFirst = await recordsOnTopic();
    await killAt(folder, afterFirst + 1);
    expect(await ingestion.runToEnd(folder)).toMatchObject({ code: 0 });
    const { copies, markers } = await contents();
    expect(copies.every((count) => count === 1)).toBe(true);
    expect(markers).toBe(TOPIC.partitions);
  });
});
