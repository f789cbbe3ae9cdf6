import { describe, expect, it } from "vitest";
import { Adam } from "./adam.js";

describe("Adam", () => {
  it("makes a first step of the learning rate against the sign of each gradient", () => {
    const values = Float32Array.of(1, 1, 1);
    new Adam([values]).step([[1000, -0.001, 0]], 0.25);
    expect(values[0]).toBeCloseTo(0.75, 5);
    expect(values[1]).toBeCloseTo(1.25, 4);
    expect(values[2]).toBe(1);
  });

  it("finds the minimum of a badly scaled quadratic", () => {
    const values = Float32Array.of(3, -2);
    const adam = new Adam([values]);
    for (let i = 0; i < 2000; i++) adam.step([[2000 * (values[0]! - 1), 0.02 * (values[1]! - 1)]], 0.01);
    expect(values[0]).toBeCloseTo(1, 2);
    expect(values[1]).toBeCloseTo(1, 2);
  });
});
