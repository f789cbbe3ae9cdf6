import { describe, expect, it } from "vitest";
import { isMbid, parsePairKey, parseTrackKey } from "./identity.js";

const A = "00000000-0000-4000-8000-00000000000a";
const B = "00000000-0000-4000-8000-00000000000b";

describe("keys", () => {
  it("reads a pair and a track", () => {
    expect(parsePairKey(`${A}:${B}`)).toEqual({ artistA: A, artistB: B });
    expect(parseTrackKey(`${A}:${B}:12`)).toEqual({ artistA: A, artistB: B, sample: 12 });
  });

  it.each(["", ":", A, `${B}:${A}`, `${A}:${A}`, `${A}:${B}:`, `${A.toUpperCase()}:${B}`, `${A}:${B} `])(
    "takes %j for no pair",
    (key) => {
      expect(parsePairKey(key)).toBeNull();
    },
  );

  it.each(["", `${A}:${B}`, `${A}:${B}:`, `${A}:${B}:-1`, `${A}:${B}:1.5`, `${B}:${A}:0`])(
    "takes %j for no track",
    (key) => {
      expect(parseTrackKey(key)).toBeNull();
    },
  );

  it("knows an MBID by its lower-case form", () => {
    expect(isMbid(A)).toBe(true);
    expect(isMbid(A.toUpperCase())).toBe(false);
    expect(isMbid(`${A}\n`)).toBe(false);
  });
});
