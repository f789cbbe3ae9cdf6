import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deadLetterTopics, streamTopic, topics } from "@interlude/contracts";
import { writeStreamIdentity } from "../log/stream-identity.js";
import { StageHarness } from "../testing/stage-harness.js";
import { notePresence } from "./absence.js";
import type { StageDefinition } from "./stage-definition.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const compacted: StageDefinition = { service: "graph", inputs: [topics.catalogArtists], outputs: [] };
const changes: StageDefinition = { service: "graph", inputs: [topics.graphDirty], outputs: [] };
const partitions = new Map([topics.catalogArtists, topics.graphDirty].map(({ name }) => [name, 4]));

let harness: StageHarness;
beforeEach(async () => {
  harness = new StageHarness();
  await harness.createTopics();
});
afterEach(() => harness.stop());

async function seenDaysAgo(days: number, read: StageDefinition, nextOffset = 5n): Promise<void> {
  const topic = read.inputs[0]!.name;
  const position = { topic, partition: 3, nextOffset, marker: null };
  await harness.store.transaction((transaction) => harness.store.savePositions(transaction, [position]));
  harness.store.seenAt = Date.now() - days * DAY_MS;
}

describe("a stage that was away", () => {
  it("for longer than tombstones are sure to live does not go on with compacted inputs", async () => {
    await seenDaysAgo(6.5, compacted);
    const { store } = harness;
    const { seenAt } = store;
    const noted = notePresence({ definition: compacted, store, partitions });
    await expect(noted).rejects.toMatchObject({ code: "ABSENT_TOO_LONG", fault: "final" });
    await expect(noted).rejects.toThrow(/6\.5 days.*interlude rebuild graph/);
    expect(store.seenAt).toBe(seenAt);
  });

  it.each<[string, number, StageDefinition, bigint]>([
    ["for a shorter time", 5.5, compacted, 5n],
    ["and reads topics of changes alone: what it missed shows by its offset", 30, changes, 5n],
    ["and is rebuilt or new", 30, compacted, 0n],
  ])("%s goes on, and is seen again", async (_, days, definition, nextOffset) => {
    await seenDaysAgo(days, definition, nextOffset);
    const { store } = harness;
    await notePresence({ definition, store, partitions });
    expect(Date.now() - store.seenAt).toBeLessThan(DAY_MS);
  });

  it("is seen when it starts", async () => {
    harness.store.seenAt = 0;
    await harness.start();
    expect(harness.store.seenAt).toBeGreaterThan(0);
  });
});

describe("a stage whose store and log are not of one stream", () => {
  it.each([
    ["of another", "one", "two"],
    ["of none", "one", null],
    ["of one that the log is not of", null, "two"],
  ])("(its state is %s) does not start, and writes nothing", async (_, ofLog, stored) => {
    await harness.log.createTopics([streamTopic]);
    if (ofLog !== null) await writeStreamIdentity(harness.log, ofLog);
    harness.store.stream = stored;
    harness.store.seenAt = 0;
    await harness.send(1, "a", 0);
    await expect(harness.start()).rejects.toMatchObject({ code: "STREAM_MISMATCH" });
    expect(harness.store.seenAt).toBe(0);
    expect(await harness.log.endOffsets([deadLetterTopics.scoring.name])).toEqual(
      new Map([["scoring.dead-letters/0", 0n]]),
    );
  });
});
