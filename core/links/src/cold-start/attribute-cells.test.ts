import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import "@interlude/core-graph/testing/report-properties";
import { AttributeCells, type CellAttributes, MOST_MATES } from "./attribute-cells.js";
import { ARTISTS, attributesOfAll, attributesOfOne, naiveMates } from "./testing/attributes.js";

const edits = fc.array(fc.tuple(fc.nat({ max: ARTISTS - 1 }), attributesOfOne), { maxLength: 12 });
const ids = Array.from({ length: ARTISTS }, (_, id) => id);

function cellsOf(all: readonly CellAttributes[]): AttributeCells {
  const cells = new AttributeCells();
  all.forEach((each, artist) => cells.set(artist, each));
  return cells;
}

describe("AttributeCells", () => {
  it("have as mates the artists of equal attributes, unless there are too many, after any edits", () => {
    fc.assert(
      fc.property(attributesOfAll, edits, (first, sequence) => {
        const now = [...first];
        const cells = cellsOf(first);
        for (const [artist, each] of sequence) {
          cells.set(artist, each);
          now[artist] = each;
        }
        for (const a of ids) {
          const mates = naiveMates(now, a);
          expect(cells.matesOf(a).sort((x, y) => x - y)).toEqual(mates);
          expect(ids.filter((b) => cells.areMates(a, b))).toEqual(mates);
        }
      }),
    );
  });

  it("say whose mates changed beside those of the changed artists, whatever memory held before", () => {
    fc.assert(
      fc.property(attributesOfAll, edits, (first, sequence) => {
        const now = [...first];
        for (const [artist, each] of sequence) now[artist] = each;
        const changed = [...new Set(sequence.map(([artist]) => artist))];
        const changes = changed.map((artist) => ({ artist, before: first[artist]! }));
        const crossed = cellsOf(now).crossedBy(changes);
        for (const a of ids.filter((artist) => !changed.includes(artist) && !crossed.has(artist))) {
          const others = (mates: number[]) => mates.filter((mate) => !changed.includes(mate));
          expect(others(naiveMates(now, a))).toEqual(others(naiveMates(first, a)));
        }
      }),
    );
  });

  it("have all of a cell looked at that crosses the limit, and no artist else", () => {
    const all = Array.from({ length: MOST_MATES }, () => ({ genres: ["bop"], country: "Mali" }));
    const cells = cellsOf(all);
    cells.set(50, { genres: ["cool"], country: "Mali" });
    expect(cells.matesOf(0)).toHaveLength(MOST_MATES - 1);
    cells.set(50, all[0]!);
    const joined = [{ artist: 50, before: { genres: ["cool"], country: "Mali" } }];
    expect([...cells.crossedBy(joined)].sort((x, y) => x - y)).toEqual(all.map((_, id) => id));
    expect(cells.matesOf(0)).toEqual([]);
    // One that left and has no id any more.
    cells.set(50, { genres: [], country: null });
    expect(cells.crossedBy([{ artist: -1, before: all[0]! }]).size).toBe(MOST_MATES);
    expect(cells.crossedBy([{ artist: 50, before: { genres: ["cool"], country: null } }]).size).toBe(0);
  });
});
