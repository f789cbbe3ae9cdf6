import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { identify, isRunning, memoryOf } from "./process-identity.js";

describe("the identity of a process", () => {
  test("stays while the process runs and is gone when it has ended", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(child, "spawn");
    const identity = identify(child.pid!)!;
    expect(identify(child.pid!)).toEqual(identity);
    expect(isRunning(identity)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(isRunning(identity)).toBe(false);
  });

  test("tells a process from an earlier one with the same number", () => {
    const own = identify(process.pid)!;
    expect(isRunning(own)).toBe(true);
    expect(isRunning({ ...own, startedAt: `${own.startedAt}0` })).toBe(false);
  });
});

test.runIf(process.platform === "linux")(
  "memory counts at least what this process has on its heap (needs Linux)",
  () => {
    expect(memoryOf(process.pid)).toBeGreaterThan(process.memoryUsage().heapUsed);
  },
);
