import { describe, expect, it } from "vitest";
import { trainingIsDue } from "./training-policy.js";

describe("trainingIsDue", () => {
  it.each([
    [199, null, false],
    [200, null, true],
    [299, 200, false],
    [300, 200, true],
    [100, 60, false],
    [150, 1000, false],
  ])("with %i tracks and a model of %s: %s", (tracks, trainedOn, due) => {
    expect(trainingIsDue(tracks, trainedOn)).toBe(due);
  });
});
