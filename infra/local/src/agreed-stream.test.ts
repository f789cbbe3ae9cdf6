import type { StoredStream } from "@interlude/infra-postgres";
import { describe, expect, it } from "vitest";
import { agreedStream } from "./agreed-stream.js";

const fresh: StoredStream = { service: "graph", identity: null, isNew: true, positions: new Map() };
const read: StoredStream = { ...fresh, isNew: false, positions: new Map([["catalog.artists/0", 7n]]) };
const one = { identity: "one" };
const ends = new Map([["catalog.artists/0", 7n]]);
const mismatch = expect.objectContaining({ code: "STREAM_MISMATCH" });

describe("log and stages agree", () => {
  it.each<[string, string | null, StoredStream[], Map<string, bigint>, string | null]>([
    ["on none in a new namespace", null, [fresh, fresh], new Map(), null],
    ["on none in one from before streams had identities", null, [read, fresh], ends, null],
    [
      "on the one that both have",
      "one",
      [
        { ...read, ...one },
        { ...fresh, ...one },
      ],
      new Map(),
      "one",
    ],
    ["where a stage is new", "one", [{ ...read, ...one }, fresh], new Map(), "one"],
    ["after a prepare that was interrupted", null, [{ ...read, ...one }], ends, "one"],
    ["after a first prepare that was interrupted", null, [{ ...fresh, ...one }], new Map(), "one"],
  ])("%s", (_, ofLog, stored, endsOfLog, expected) => {
    expect(agreedStream({ ofLog, stored, ends: endsOfLog })).toBe(expected);
  });
});

describe("log and stages do not agree", () => {
  it.each<[string, string | null, StoredStream[], Map<string, bigint>]>([
    ["where the log was created anew", null, [{ ...read, ...one }], new Map()],
    [
      "where the log lacks the last that a stage has read",
      null,
      [{ ...read, ...one }],
      new Map([["catalog.artists/0", 6n]]),
    ],
    ["where the database was created anew", "one", [fresh, fresh], new Map()],
    ["where the database is from before streams had identities", "one", [read, fresh], ends],
    ["where they are of two streams", "one", [{ ...read, identity: "two" }], ends],
    [
      "where one stage is of another stream",
      "one",
      [
        { ...read, ...one },
        { ...read, identity: "two" },
      ],
      ends,
    ],
    ["where one stage was restored to before", "one", [{ ...fresh, ...one }, read], ends],
  ])("%s", (_, ofLog, stored, endsOfLog) => {
    expect(() => agreedStream({ ofLog, stored, ends: endsOfLog })).toThrow(mismatch);
  });
});
