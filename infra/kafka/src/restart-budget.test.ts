import { expect, it } from "vitest";
import { RestartBudget } from "./restart-budget.js";

it("restart budget is spent by restarts in a row, and whole again after a quiet time", () => {
  let now = 0;
  const budget = new RestartBudget(() => now);
  const take = (): boolean => {
    now += 1_000;
    return budget.take();
  };
  expect(Array.from({ length: 11 }, take)).toEqual([...Array<boolean>(10).fill(true), false]);
  now += 600_000;
  expect(take()).toBe(true);
});
