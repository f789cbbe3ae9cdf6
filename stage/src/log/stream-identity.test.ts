import { streamTopic } from "@interlude/contracts";
import { describe, expect, it } from "vitest";
import { MemoryEventLog } from "../testing/memory/memory-event-log.js";
import { requireSameStream, streamIdentity, writeStreamIdentity } from "./stream-identity.js";

describe("the stream's identity", () => {
  it("is none before it was written, also where its topic is missing", async () => {
    const log = new MemoryEventLog();
    expect(await streamIdentity(log)).toBeNull();
    await log.createTopics([streamTopic]);
    expect(await streamIdentity(log)).toBeNull();
    await writeStreamIdentity(log, "one");
    expect(await streamIdentity(log)).toBe("one");
  });

  it("must be the same on both sides, or not be there on both", () => {
    requireSameStream("one", "one", "the state of graph");
    requireSameStream(null, null, "the state of graph");
    for (const [ofLog, stored] of [
      ["one", "two"],
      [null, "two"],
      ["one", null],
    ] as const) {
      const check = (): void => requireSameStream(ofLog, stored, "the state of graph");
      expect(check).toThrow(/the state of graph.*interlude reset/s);
      expect(check).toThrow(expect.objectContaining({ code: "STREAM_MISMATCH", fault: "final" }));
    }
  });
});
