import { describe, expect, it } from "vitest";
import { genreKey } from "./genre-key.js";

describe("key of a genre", () => {
  it.each([
    ["Girl Group", "girl group"],
    ["cafe\u0301 concert", "caf\u00e9 concert"],
    ["CAFE\u0301 CONCERT", "caf\u00e9 concert"],
  ])("of %j is that of %j", (one, other) => expect(genreKey(one)).toBe(genreKey(other)));

  it("tells words apart", () => {
    expect(genreKey("cafe concert")).not.toBe(genreKey("café concert"));
    expect(genreKey("girl groups")).not.toBe(genreKey("girl group"));
  });
});
