import { describe, expect, it } from "vitest";
import { isDue } from "./training.service.js";

describe("training", () => {
  it("is due at first sight of edges, and when they have changed by a tenth, in a crowd sooner", () => {
    expect([isDue(0, 0, false), isDue(1, 0, false), isDue(0, 10, false)]).toEqual([false, true, false]);
    expect([isDue(1099, 1000, false), isDue(1100, 1000, false)]).toEqual([false, true]);
    expect([isDue(901, 1000, false), isDue(900, 1000, false)]).toEqual([false, true]);
    expect([isDue(1019, 1000, true), isDue(1020, 1000, true)]).toEqual([false, true]);
  });
});
