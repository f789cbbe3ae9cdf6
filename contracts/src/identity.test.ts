import { assert, constantFrom, integer, property, uuid } from "fast-check";
import { describe, expect, it } from "vitest";
import { isMbid, pairKey, parseMbid, parsePairKey, parseTrackKey, trackKey } from "./identity.js";

const A = "00000000-0000-4000-8000-00000000000a";
const B = "00000000-0000-4000-8000-00000000000b";

describe("MBIDs", () => {
  it("are written in lower case", () => {
    expect(isMbid(A)).toBe(true);
    expect(isMbid(A.toUpperCase())).toBe(false);
    expect(parseMbid(A.toUpperCase())).toBe(A);
  });

  it.each(["", `${A}\n`, ` ${A}`, A.slice(1), `${A}0`, A.replaceAll("-", ""), A.replace("a", "g")])(
    "are not %j",
    (text) => {
      expect(isMbid(text)).toBe(false);
      expect(parseMbid(text)).toBeNull();
    },
  );

  it("are read back whatever the case they are written in", () => {
    assert(
      property(uuid(), constantFrom("toLowerCase", "toUpperCase"), (mbid, inCase) => {
        expect(parseMbid(mbid[inCase]())).toBe(mbid);
      }),
    );
  });
});

describe("keys of pairs", () => {
  it("read back to the pair that they are made of, whichever artist is given first", () => {
    assert(
      property(uuid(), uuid(), (one, other) => {
        const [artistA, artistB] = [one, other].sort() as [string, string];
        expect(pairKey(one, other)).toBe(pairKey(other, one));
        expect(parsePairKey(pairKey(one, other))).toEqual(one === other ? null : { artistA, artistB });
      }),
    );
  });

  it.each([
    "",
    ":",
    A,
    `${B}:${A}`,
    `${A}:${A}`,
    `${A}:${B}:`,
    `${A}:${B}:0`,
    `${A.toUpperCase()}:${B}`,
    `${A}:${B} `,
  ])("are not %j", (key) => {
    expect(parsePairKey(key)).toBeNull();
  });
});

describe("keys of synthetic tracks", () => {
  it("read back to the track that they are made of", () => {
    assert(
      property(integer({ min: 0, max: 999_999 }), (sample) => {
        const track = { artistA: A, artistB: B, sample };
        expect(trackKey(track)).toBe(`${A}:${B}:${sample}`);
        expect(parseTrackKey(trackKey(track))).toEqual(track);
      }),
    );
  });

  it.each([
    "",
    `${A}:${B}`,
    `${A}:${B}:`,
    `${A}:${B}:-1`,
    `${A}:${B}:1.5`,
    `${A}:${B}:01`,
    `${A}:${B}:1000000`,
    `${B}:${A}:0`,
  ])("are not %j", (key) => {
    expect(parseTrackKey(key)).toBeNull();
  });
});
