import { expect, it } from "vitest";
import { quantile } from "./quantile.js";

it("is a value that so large a share does not exceed", () => {
  const values = Array.from({ length: 20 }, (_, i) => 20 - i);
  expect([0, 0.05, 0.5, 0.95, 1].map((q) => quantile(values, q))).toEqual([1, 1, 10, 19, 20]);
  expect(quantile([7], 0.95)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});
