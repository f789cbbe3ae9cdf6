import { MARKER_KEY } from "@interlude/contracts";
import type { OutgoingRecord } from "@interlude/stage";
import { MemoryEventLog } from "@interlude/stage/testing";
import { describe, expect, it } from "vitest";
import { liveKeys } from "./live-keys.js";

const TOPIC = "some-topic";

function record(key: string, value: string | null): OutgoingRecord {
  return {
    topic: TOPIC,
    key: Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: {},
  };
}

async function keysAfter(
  sent: readonly OutgoingRecord[],
  unsent: readonly OutgoingRecord[],
): Promise<string[]> {
  const log = new MemoryEventLog();
  await log.createTopics([{ name: TOPIC, partitions: 2, cleanup: "compact", retentionMs: -1 }]);
  await log.append(sent);
  const keys = await liveKeys(log, [TOPIC], unsent);
  return keys.map(({ key }) => key.toString()).sort();
}

describe("the keys that a topic has", () => {
  it("are those with a value, of what is there and what is still to come", async () => {
    const sent = [record("a", "1"), record("b", "1"), record("c", "1"), record("c", null), record("d", "1")];
    const unsent = [record("b", null), record("c", "2"), record("e", "1"), record(MARKER_KEY, "m")];
    expect(await keysAfter(sent, unsent)).toEqual(["a", "c", "d", "e"]);
  });

  it("are the same if what was to come has come meanwhile", async () => {
    const unsent = [record("a", null), record("a", "1"), record("b", null)];
    expect(await keysAfter([record("b", "1"), ...unsent], unsent)).toEqual(["a"]);
  });
});
