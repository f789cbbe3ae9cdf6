import { type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { EPOCH_HEADER, MARKER_HEADER, tableTopics, topics } from "@interlude/contracts";
import { copyFromRow, encodeCopyRow, tableLayout } from "@interlude/core-musicbrainz";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import { type TestNamespace, createTestNamespace } from "@interlude/infra-testing";
import { latestByKey } from "@interlude/stage";
import { beforeEach, describe, expect, inject, it, vi } from "vitest";
import { IngestionProcess } from "./testing/ingestion-process.js";
import { artistCredit, dumpMembers } from "./testing/music-files.js";

const ROWS = 300_000;
const TOPIC = tableTopics.artist_credit;
const TIMEOUT_MS = 120_000;
const root = temporaryFolder();
let stream: TestNamespace;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  stream = await createTestNamespace(inject("stack"));
  folder = mkdtempSync(join(root, "source-"));
  const layout = tableLayout("artist_credit", 31);
  const lines = Array.from({ length: ROWS }, (_, id) =>
    encodeCopyRow(copyFromRow(layout, artistCredit(id + 1))),
  );
  await writeArchive(folder, "mbdump.tar", [
    ...dumpMembers({}),
    ["mbdump/artist_credit", lines.join("")] as const,
  ]);
  return async () => {
    for (const child of children.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
    await stream.dispose();
  };
});

function start() {
  const started = new IngestionProcess(stream).start(folder, { INGESTION_MODE: "follow" });
  children.push(started.child);
  return started;
}

/** Two processes, the first of which has sent a part of the dump and is then sent a signal. */
async function interrupted(signal: "SIGKILL" | "SIGSTOP") {
  const first = start();
  await vi.waitUntil(async () => (await recordsOnTopic()) > 0, { timeout: TIMEOUT_MS, interval: 10 });
  first.child.kill(signal);
  const partial = await recordsOnTopic();
  const second = start();
  return { first, second, partial };
}

async function recordsOnTopic(): Promise<number> {
  const offsets = await stream.log.endOffsets([TOPIC.name]);
  return [...offsets.values()].reduce((sum, offset) => sum + Number(offset), 0);
}

async function published(): Promise<void> {
  await vi.waitUntil(
    async () => {
      const statuses = await latestByKey(stream.log, stream.codec, topics.epochs);
      return [...statuses.values()].some(({ state }) => state === "published");
    },
    { timeout: TIMEOUT_MS, interval: 500 },
  );
}

/** How often each row is on the topic, and the epochs of markers. */
async function contents(): Promise<{ copies: Set<number>; markers: string[] }> {
  const copies = new Uint8Array(ROWS);
  const markers: string[] = [];
  for await (const { partition, headers, value } of stream.log.read([TOPIC.name])) {
    if (headers[MARKER_HEADER] !== undefined) markers.push(`${partition}: ${headers[EPOCH_HEADER]}`);
    else for (const { after } of await stream.codec.decodeItems(TOPIC, value!)) copies[after!.id - 1]! += 1;
  }
  return { copies: new Set(copies), markers: markers.toSorted() };
}

const ONCE = {
  copies: new Set([1]),
  markers: Array.from({ length: TOPIC.partitions }, (_, partition) => `${partition}: 1`),
};

describe("a process that stands by while another ingests", () => {
  it("goes on where that one was killed: every row and marker is there once", async () => {
    const { partial } = await interrupted("SIGKILL");
    await published();
    expect(partial).toBeGreaterThan(0);
    expect(await contents()).toEqual(ONCE);
  });

  it("goes on where that one was stopped, which appends nothing when it wakes, and ends", async () => {
    const { first } = await interrupted("SIGSTOP");
    await published();
    const exited = once(first.child, "exit");
    first.child.kill("SIGCONT");
    expect(await exited).toEqual([1, null]);
    expect(first.output()).toMatch(/LEASE_LOST|PRODUCER_FENCED/);
    expect(await contents()).toEqual(ONCE);
  });
});
