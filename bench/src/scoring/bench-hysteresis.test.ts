import { describe, expect, it } from "vitest";
import { benchHysteresis } from "./bench-hysteresis.js";

describe("bench hysteresis", () => {
  it("finds that a wider margin withdraws less, and holds more below the threshold", () => {
    const { margins } = benchHysteresis({
      source: { generate: 600, seed: 1 },
      packets: 12,
      changes: 5,
      seed: 2,
    });
    expect(margins[0]).toMatchObject({ margin: 0, inMargin: 0 });
    expect(margins[0]!.withdrawn).toBeGreaterThan(0);
    const withdrawn = margins.map((one) => one.withdrawn);
    expect(withdrawn).toEqual(withdrawn.toSorted((x, y) => y - x));
    expect(margins.at(-1)!.withdrawn).toBeLessThan(margins[0]!.withdrawn);
    for (const { withdrawn: fell, back, candidates, inMargin } of margins) {
      expect(back).toBeLessThanOrEqual(fell);
      expect(inMargin).toBeLessThanOrEqual(candidates);
    }
  });
});
