import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PeriodicTasks } from "./periodic-tasks.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("does a task again a while after it was done, not while it is still at it", async () => {
  const tasks = new PeriodicTasks(() => {});
  let begun = 0;
  let end: () => void = () => {};
  tasks.every(100, () => {
    begun++;
    return new Promise<void>((resolve) => (end = resolve));
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toBe(1);
  end();
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toBe(2);
  tasks.stop();
  end();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toBe(2);
});

it("says why a task failed, and does it again", async () => {
  const failures: unknown[] = [];
  const tasks = new PeriodicTasks((error) => failures.push(error));
  tasks.every(100, () => Promise.reject(new Error("no")));
  await vi.advanceTimersByTimeAsync(200);
  expect(failures).toEqual([new Error("no"), new Error("no")]);
  tasks.stop();
});
