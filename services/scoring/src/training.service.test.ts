import { OPERATING_POINT_NAMES } from "@interlude/core-links";
import { describe, expect, it } from "vitest";
import { scoringConfiguration } from "./scoring-configuration.js";
import { isDue } from "./training.service.js";

describe("training", () => {
  it("is due at first sight of edges, and when they have grown by a quarter or shrunk by a fifth", () => {
    expect([isDue(0, 0), isDue(1, 0)]).toEqual([false, true]);
    expect([isDue(124, 100), isDue(125, 100)]).toEqual([false, true]);
    expect([isDue(81, 100), isDue(80, 100)]).toEqual([false, true]);
  });
});

describe("SCORING_GATE", () => {
  it("names an operating point, or nothing", () => {
    expect(scoringConfiguration({})).toEqual({ gate: undefined });
    for (const gate of OPERATING_POINT_NAMES) {
      expect(scoringConfiguration({ SCORING_GATE: gate })).toEqual({ gate });
    }
    expect(() => scoringConfiguration({ SCORING_GATE: "balanced-70" })).toThrow(
      expect.objectContaining({ code: "CONFIGURATION_INVALID" }),
    );
  });
});
