import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GATES, type GateMeasure, judge } from "./gates.js";
import { type Measured, measured, notComputable } from "./measured.js";

const GOOD: Record<GateMeasure, Measured> = {
  ksComplementMean: measured(0.96),
  ksComplementLeast: measured(0.93),
  correlationSimilarity: measured(0.985),
  twoSampleAuc: measured(0.6),
  twoSampleLead: measured(0.09),
  rowsOutOfBounds: measured(0),
  activeUnitShare: measured(0.5),
  conditionResponse: measured(0.95),
  popularityDifference: measured(0.05),
  coherenceDifference: measured(-4),
  distanceRatio: measured(1.03),
  varianceRatio: measured(1.1),
  artistFidelity: measured(0.7),
};

const verdicts = (measures: Partial<Record<GateMeasure, Measured>>) =>
  Object.fromEntries(judge(measures).map(({ measure, verdict }) => [measure, verdict]));

describe("judge", () => {
  it("passes what keeps every bound, the bounds included", () => {
    expect(new Set(Object.values(verdicts(GOOD)))).toEqual(new Set(["passed"]));
    const bounds = Object.fromEntries(
      GATES.map(({ measure, demand }) => [
        measure,
        measured(demand.kind === "between" ? demand.upper : demand.threshold),
      ]),
    );
    expect(new Set(Object.values(verdicts(bounds)))).toEqual(new Set(["passed"]));
  });

  it.each([
    ["twoSampleAuc", 0.7, -0.05],
    ["ksComplementLeast", 0.9, -0.02],
    ["rowsOutOfBounds", 3, -3],
    ["coherenceDifference", -12, -2],
    ["coherenceDifference", 12, -2],
    ["varianceRatio", 0.5, -0.3],
  ] as const)("fails %s of %d by %d, and nothing else", (measure, value, by) => {
    const failed = judge({ ...GOOD, [measure]: measured(value) }).filter(
      ({ verdict }) => verdict !== "passed",
    );
    expect(failed).toEqual([expect.objectContaining({ measure, value, verdict: "failed" })]);
    expect(failed[0]!.margin).toBeCloseTo(by, 12);
  });

  it("lets nothing pass that has no figure", () => {
    const unknown = { ...GOOD, artistFidelity: notComputable("no artist is known") };
    expect(judge(unknown).at(-1)).toMatchObject({
      verdict: "unknown",
      value: null,
      margin: null,
      reason: "no artist is known",
    });
    expect(new Set(Object.values(verdicts({})))).toEqual(new Set(["unknown"]));
    expect(verdicts({ ...GOOD, distanceRatio: measured(NaN) })["distanceRatio"]).toBe("unknown");
  });

  it("has a margin of at least 0 just where it passes", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.constantFrom(...GATES), (value, gate) => {
        const [report] = judge({ [gate.measure]: measured(value) }, [gate]);
        expect(report!.verdict).toBe(report!.margin! >= 0 ? "passed" : "failed");
      }),
    );
  });
});
