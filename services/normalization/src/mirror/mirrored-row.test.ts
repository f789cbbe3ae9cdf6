import type { RecordingChange, RecordingRow } from "@interlude/contracts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valuesOf } from "./mirror-table.js";
import { mirrors } from "./mirror-tables.js";
import { type MirroredRow, newestByKey, readChange } from "./mirrored-row.js";

const recording: RecordingRow = {
  id: 7,
  gid: "0dad432b-16cc-4bf0-8961-fd31d124b01b",
  name: "Blue Train",
  artist_credit: 3,
  length: null,
  comment: "",
  edits_pending: 0,
  last_updated: null,
  video: false,
};

function change(before: RecordingRow | null, after: RecordingRow | null): RecordingChange {
  return { before, after, op: "u", source: { kind: "packet", sequence: 5, xid: 1, position: 9 }, ts: 0 };
}

describe("what a change says about rows", () => {
  it("keeps the row after, with its place in the stream, once", () => {
    expect(readChange(mirrors.recording, change(recording, { ...recording, artist_credit: 4 }))).toEqual({
      rows: [
        expect.objectContaining({
          id: 7,
          artist_credit: 4,
          source_sequence: 5,
          source_position: 9,
          deleted: false,
        }),
      ],
    });
  });

  it("makes a tombstone of a deleted row", () => {
    const read = readChange(mirrors.recording, change(recording, null));
    expect(read).toMatchObject({ rows: [{ id: 7, deleted: true }] });
  });

  it("leaves a tombstone where an update moves a row to another key", () => {
    const read = readChange(mirrors.recording, change(recording, { ...recording, id: 8 }));
    expect(read).toMatchObject({
      rows: [
        { id: 7, deleted: true },
        { id: 8, deleted: false },
      ],
    });
  });

  it.each([
    ["no change", null, "CHANGE_EMPTY"],
    ["no row", change(null, null), "CHANGE_EMPTY"],
    ["text with NUL", change(null, { ...recording, name: "a\0b" }), "ROW_INVALID"],
    ["half a surrogate pair", change(null, { ...recording, name: "\ud83c" }), "ROW_INVALID"],
    ["text without end", change(null, { ...recording, name: "x".repeat(65_537) }), "ROW_INVALID"],
    ["no MBID", change(null, { ...recording, gid: "7" }), "ROW_INVALID"],
    ["a fraction", change(null, { ...recording, artist_credit: 1.5 }), "ROW_INVALID"],
  ])("refuses %s", (_, refused, code) => {
    expect(readChange(mirrors.recording, refused)).toMatchObject({ code });
  });

  it("takes the MBID from special-purpose artists", () => {
    expect(mirrors.artist.columns).toHaveProperty("mbid", "uuid?");
    const various = { id: 1, gid: "89ad4ac3-39f7-470e-963a-56509c546377" };
    expect(valuesOf(mirrors.artist, various as never)).toMatchObject({ gid: various.gid, mbid: null });
    expect(valuesOf(mirrors.artist, { id: 3, gid: recording.gid } as never)).toMatchObject({
      mbid: recording.gid,
    });
  });
});

describe("the newest row of each key", () => {
  const row = fc.record({
    id: fc.nat({ max: 3 }),
    source_sequence: fc.nat({ max: 3 }),
    source_position: fc.nat({ max: 3 }),
    deleted: fc.boolean(),
  });

  it("is the one with the highest place, each key once", () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const newest = newestByKey(mirrors.recording, rows);
        expect(newest.map(({ id }) => id).toSorted()).toEqual(
          [...new Set(rows.map(({ id }) => id))].toSorted(),
        );
        for (const kept of newest) {
          const rivals = rows.filter(({ id }) => id === kept.id);
          expect(place(kept)).toBe(Math.max(...rivals.map(place)));
        }
      }),
    );
  });

  function place(of: MirroredRow): number {
    return of.source_sequence * 10 + of.source_position;
  }
});
