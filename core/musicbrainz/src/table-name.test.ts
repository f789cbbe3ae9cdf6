import { describe, expect, it } from "vitest";
import { parseTableName } from "./table-name.js";

describe("parseTableName", () => {
  it.each([
    ["musicbrainz.artist_credit_name", "musicbrainz", "artist_credit_name"],
    ['"musicbrainz"."artist"', "musicbrainz", "artist"],
    ['"odd.""schema".table', 'odd."schema', "table"],
  ])("reads %s", (text, schema, table) => {
    expect(parseTableName(text)).toEqual({ schema, table });
  });

  it.each(["artist", "a.b.c", "", ".artist", 'musicbrainz."artist', "a.b "])(
    "refuses or keeps apart %j",
    (text) => {
      expect(parseTableName(text)?.table).not.toBe("artist");
    },
  );
});
