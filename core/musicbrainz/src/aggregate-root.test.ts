import { describe, expect, it } from "vitest";
import { aggregateRoot } from "./aggregate-root.js";
import { type RowChange, keyChanged } from "./row-change.js";
import { tableLayout } from "./table-layouts.js";

describe("aggregateRoot", () => {
  it.each([
    ["artist", { id: 12 }, "artist:12"],
    ["artist_credit", { id: 7 }, "artist_credit:7"],
    ["artist_credit_name", { artist_credit: 7, position: 1 }, "artist_credit:7"],
    ["recording", { id: 99, artist_credit: 7 }, "recording:99"],
    ["isrc", { id: 1, recording: 99 }, "recording:99"],
    ["artist_gid_redirect", { gid: "g", new_id: 12 }, "artist:12"],
    ["recording_gid_redirect", { gid: "g", new_id: 99 }, "recording:99"],
    ["artist_credit_gid_redirect", { gid: "g", new_id: 7 }, "artist_credit:7"],
    ["l_artist_url", { id: 3, entity0: 12, entity1: 5 }, "l_artist_url:3"],
    ["artist_tag", { artist: 12, tag: 4 }, "artist_tag:12:4"],
  ])("of a row of %s", (table, row, root) => {
    expect(aggregateRoot(tableLayout(table, 31), row)).toBe(root);
  });
});

describe("keyChanged", () => {
  it("is about the primary key alone", () => {
    const layout = tableLayout("artist_credit_name", 31);
    const row = { artist_credit: 7, position: 0, artist: 12, name: "a", join_phrase: "" };
    const change = (before: RowChange["before"], after: RowChange["after"]): RowChange => ({
      seqid: 1,
      xid: 1,
      schema: "musicbrainz",
      table: "artist_credit_name",
      op: "u",
      before,
      after,
    });
    expect(keyChanged(layout, change(row, { ...row, name: "b" }))).toBe(false);
    expect(keyChanged(layout, change(row, { ...row, position: 1 }))).toBe(true);
    expect(keyChanged(layout, change(null, row))).toBe(false);
  });
});
