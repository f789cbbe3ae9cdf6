import { GATES, measured } from "@interlude/core-tracks";
import { describe, expect, it } from "vitest";
import { judged, refusalOf } from "./gates.js";
import type { Figures } from "./measure.js";

/** Figures that pass every gate, at its bounds. */
const PASSING: Figures = Object.fromEntries(
  GATES.map(({ measure, demand }) => [
    measure,
    measured(demand.kind === "between" ? demand.lower : demand.threshold),
  ]),
);

describe("gates", () => {
  it("let a model pass that keeps to every bound", () => {
    expect(judged(PASSING)).toHaveLength(GATES.length);
    expect(refusalOf(judged(PASSING))).toBeNull();
  });

  it.each(GATES.map(({ measure }) => measure))("fail without a measure of %s, and say so", (name) => {
    const { [name]: _, ...others } = PASSING;
    const gates = judged(others);
    expect(gates.filter(({ passed }) => !passed).map((gate) => gate.name)).toEqual([name]);
    expect(refusalOf(gates)).toMatchObject({
      code: "GATES_FAILED",
      reason: expect.stringContaining(`${name} is unknown (it was not measured)`),
    });
  });

  it("say which were failed and by how much", () => {
    const gates = judged({ ...PASSING, ksComplementLeast: measured(0.9), twoSampleAuc: measured(0.7) });
    expect(refusalOf(gates)!.reason).toBe(
      `it fails 2 of ${GATES.length} gates: ksComplementLeast is 0.900 instead of at least 0.92; twoSampleAuc is 0.700 instead of at most 0.65`,
    );
  });
});
