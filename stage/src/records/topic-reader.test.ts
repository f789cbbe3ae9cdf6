import { EPOCH_HEADER, MARKER_HEADER, MARKER_KEY, type DirtyArtist, topics } from "@interlude/contracts";
import { beforeEach, describe, expect, it } from "vitest";
import { createMemoryCodec } from "../testing/memory/memory-codec.js";
import { MemoryEventLog } from "../testing/memory/memory-event-log.js";
import { followTopic, latestByKey } from "./topic-reader.js";

const topic = topics.graphDirty;
const codec = createMemoryCodec();
let log: MemoryEventLog;

async function append(key: string, graphVersion: number | null): Promise<void> {
  const value = graphVersion === null ? null : codec.encode(topic, { artist: key, graphVersion });
  await log.append([{ topic: topic.name, key: Buffer.from(key), value, headers: { [EPOCH_HEADER]: "3" } }]);
}

async function mark(): Promise<void> {
  const value = codec.encodeMarker({ epoch: 3, sequence: 9, kind: "packet", producedBy: "graph", ts: 0 });
  const headers = { [EPOCH_HEADER]: "3", [MARKER_HEADER]: "1" };
  await log.append([{ topic: topic.name, key: Buffer.from(MARKER_KEY), value, headers, partition: 0 }]);
}

beforeEach(async () => {
  log = new MemoryEventLog();
  await log.createTopics([{ name: topic.name, partitions: 4, cleanup: "delete", retentionMs: 1 }]);
});

describe("reading a topic", () => {
  it("folds it to the newest value of each key, without markers and withdrawn keys", async () => {
    await append("a", 1);
    await append("b", 2);
    await mark();
    await append("a", 3);
    await append("b", null);
    expect([...(await latestByKey(log, codec, topic))]).toEqual([["a", { artist: "a", graphVersion: 3 }]]);
  });

  it.each([
    ["beginning", ["old", "new"]],
    ["now", ["new"]],
  ] as const)("follows it from %s and hides markers unless asked", async (from, expected) => {
    await append("old", 1);
    const keys: string[] = [];
    const markers: number[] = [];
    const subscription = await followTopic<DirtyArtist>({
      log,
      codec,
      topic,
      group: "g",
      from,
      onRecord: ({ key }) => void keys.push(key),
      onMarker: ({ sequence }) => markers.push(sequence),
    });
    await append("new", 1);
    await mark();
    await expect.poll(() => [keys.toSorted(), markers]).toEqual([expected.toSorted(), [9]]);
    await subscription.close();
  });
});
