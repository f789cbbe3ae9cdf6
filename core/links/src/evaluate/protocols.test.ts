import { describe, expect, it } from "vitest";
import { seededRandom } from "../seeded-random.js";
import type { Window } from "../windows/window.js";
import { PROTOCOLS, splitEdges } from "./protocols.js";

/** 60 events of three edges each. */
const edges = Array.from({ length: 180 }, (_, i) => ({ pair: [i, i + 1] as const, time: Math.floor(i / 3) }));
const timeOf = ([a]: readonly [number, number]): number => Math.floor(a / 3);

describe.each(PROTOCOLS)("splitEdges by the protocol %s", (protocol) => {
  const { test, calibration, training } = splitEdges(edges, protocol, seededRandom(1));
  const windows: Window[] = [...training, calibration!];

  it("tests a tenth that no other window fits on or holds out", () => {
    expect(test.held).toHaveLength(18);
    const tested = new Set(test.held.map(String));
    for (const { fit, held } of windows) {
      expect([...fit.map(({ pair }) => pair), ...held].filter((pair) => tested.has(String(pair)))).toEqual(
        [],
      );
    }
  });

  it("computes features without what a window holds out", () => {
    for (const { fit, held } of [...windows, test]) {
      const fitted = new Set(fit.map(({ pair }) => String(pair)));
      expect(held.filter((pair) => fitted.has(String(pair)))).toEqual([]);
      expect(held.length).toBeGreaterThan(0);
      if (protocol === "random") continue;
      const events = new Set(fit.map(({ pair }) => timeOf(pair)));
      expect(held.filter((pair) => events.has(timeOf(pair)))).toEqual([]);
    }
  });
});

describe("splitEdges by the protocol temporal", () => {
  it("sees the past only", () => {
    const { test, calibration, training } = splitEdges(edges, "temporal", seededRandom(1));
    for (const { fit, held } of [...training, calibration!, test]) {
      expect(Math.max(...fit.map(({ pair }) => timeOf(pair)))).toBeLessThan(Math.min(...held.map(timeOf)));
    }
  });
});
