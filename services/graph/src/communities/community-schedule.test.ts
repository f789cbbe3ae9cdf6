import { describe, expect, it } from "vitest";
import { communityStep } from "./community-schedule.js";

describe("communityStep", () => {
  it("computes the first ones in the same epoch, when there is an edge", () => {
    expect(communityStep({ computedAt: null, begunAt: null }, 0, 0)).toBe("keep");
    expect(communityStep({ computedAt: null, begunAt: null }, 1, 1)).toBe("now");
  });

  it.each([
    [99, 10, "keep"],
    [100, 10, "begin"],
    [100, 10_000, "keep"],
    [200, 10_000, "begin"],
  ])("after %i changes of %i edges says %s", (changes, edges, step) => {
    expect(communityStep({ computedAt: 1_000, begunAt: null }, 1_000 + changes, edges)).toBe(step);
    expect(communityStep({ computedAt: 1, begunAt: 1_000 }, 1_000 + changes, edges)).toBe(step);
  });
});
