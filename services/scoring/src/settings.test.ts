import { OPERATING_POINT_NAMES } from "@interlude/core-links";
import { readSettings } from "@interlude/infra-runtime/settings";
import { describe, expect, it } from "vitest";
import { settings } from "./settings.js";

describe("SCORING_GATE", () => {
  it("names an operating point, or nothing", () => {
    expect(readSettings(settings, {}).operatingPoint).toBeNull();
    for (const operatingPoint of OPERATING_POINT_NAMES) {
      expect(readSettings(settings, { SCORING_GATE: operatingPoint }).operatingPoint).toBe(operatingPoint);
    }
    expect(() => readSettings(settings, { SCORING_GATE: "balanced-70" })).toThrow(
      expect.objectContaining({ code: "CONFIGURATION_INVALID" }),
    );
  });
});
