import { OPERATING_POINT_NAMES } from "@interlude/core-links";
import { describe, expect, it } from "vitest";
import { scoringConfiguration } from "./scoring-configuration.js";
import { isDue } from "./training.service.js";

describe("training", () => {
  it("is due at first sight of edges, and when they have changed by a tenth, in a crowd sooner", () => {
    expect([isDue(0, 0, false), isDue(1, 0, false), isDue(0, 10, false)]).toEqual([false, true, false]);
    expect([isDue(1099, 1000, false), isDue(1100, 1000, false)]).toEqual([false, true]);
    expect([isDue(901, 1000, false), isDue(900, 1000, false)]).toEqual([false, true]);
    expect([isDue(1019, 1000, true), isDue(1020, 1000, true)]).toEqual([false, true]);
  });
});

describe("SCORING_GATE", () => {
  it("names an operating point, or nothing", () => {
    expect(scoringConfiguration({})).toEqual({ operatingPoint: undefined });
    for (const operatingPoint of OPERATING_POINT_NAMES) {
      expect(scoringConfiguration({ SCORING_GATE: operatingPoint })).toEqual({ operatingPoint });
    }
    expect(() => scoringConfiguration({ SCORING_GATE: "balanced-70" })).toThrow(
      expect.objectContaining({ code: "CONFIGURATION_INVALID" }),
    );
  });
});
