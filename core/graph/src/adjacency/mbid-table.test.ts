import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MbidTable } from "./mbid-table.js";
import "../testing/report-properties.js";

const mbid = fc.uuid();

describe("MbidTable", () => {
  it("gives each MBID one id, counted from zero, and the MBID back", () => {
    fc.assert(
      fc.property(fc.array(mbid, { maxLength: 200 }), fc.nat({ max: 300 }), (mbids, guess) => {
        const table = new MbidTable();
        table.expect(guess);
        const ids = new Map<string, number>();
        for (const text of mbids) {
          const expected = ids.get(text) ?? ids.size;
          expect(table.find(text)).toBe(ids.get(text) ?? -1);
          expect(table.intern(text)).toBe(expected);
          ids.set(text, expected);
        }
        expect(table.size).toBe(ids.size);
        for (const [text, id] of ids) {
          expect(table.find(text)).toBe(id);
          expect(table.mbidOf(id)).toBe(text);
        }
      }),
    );
  });

  it("compares as the text does", () => {
    fc.assert(
      fc.property(mbid, mbid, (a, b) => {
        const table = new MbidTable();
        const order = table.compare(table.intern(a), table.intern(b));
        expect(Math.sign(order)).toBe(a < b ? -1 : Number(a > b));
      }),
    );
  });

  it.each(["", "12", "0007100d-d12e-55f2-9d3b-82b30fab56cA", "0007100d0d12e-55f2-9d3b-82b30fab56ca"])(
    "rejects %j",
    (text) => {
      expect(() => new MbidTable().intern(text)).toThrow(
        expect.objectContaining({ code: "GRAPH_INVALID_MBID" }),
      );
    },
  );

  it("rejects an id that it never assigned", () => {
    expect(() => new MbidTable().mbidOf(0)).toThrow(
      expect.objectContaining({ code: "GRAPH_UNKNOWN_ARTIST" }),
    );
  });
});
