import { expect, it } from "vitest";
import { RestartLimit } from "./restart-limit.js";

it("restart limit is reached by restarts in a row, and starts anew after a quiet time", () => {
  let now = 0;
  const limit = new RestartLimit(() => now);
  const take = (): boolean => {
    now += 1_000;
    return limit.take();
  };
  expect(Array.from({ length: 11 }, take)).toEqual([...Array<boolean>(10).fill(true), false]);
  now += 600_000;
  expect(take()).toBe(true);
});
