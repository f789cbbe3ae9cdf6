import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acquireHomeLock, lockOwner } from "./home-lock.js";
import { identify } from "./process-identity.js";

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), "interlude-lock-"))));
afterEach(() => rmSync(home, { recursive: true }));

const inUse = expect.objectContaining({ code: "HOME_IN_USE" });

describe("the lock of a home folder", () => {
  test("is given once, also within one process, and again after its release", () => {
    const lock = acquireHomeLock(home);
    expect(lockOwner(home)?.pid).toBe(process.pid);
    expect(() => acquireHomeLock(home)).toThrowError(inUse);
    lock.release();
    expect(lockOwner(home)).toBeUndefined();
    acquireHomeLock(home).release();
    expect(readdirSync(home)).toEqual([]);
  });

  test("is refused while another process has it", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(other, "spawn");
    writeFileSync(join(home, "stack.lock"), JSON.stringify(identify(other.pid!)));
    expect(() => acquireHomeLock(home)).toThrowError(
      expect.objectContaining({ message: expect.stringContaining(`${other.pid}`) }),
    );
    other.kill("SIGKILL");
    await once(other, "exit");
    acquireHomeLock(home).release();
  });

  test.each([
    ["of a process that ended", () => JSON.stringify({ pid: spawnSync("true").pid, startedAt: "boot:1" })],
    [
      "of a process whose number another one has now",
      () => JSON.stringify({ pid: process.pid, startedAt: "boot:1" }),
    ],
    ["that is no lock", () => "garbage"],
  ])("is taken over from one %s", (_, text) => {
    writeFileSync(join(home, "stack.lock"), text());
    expect(lockOwner(home)).toBeUndefined();
    acquireHomeLock(home);
    expect(lockOwner(home)?.pid).toBe(process.pid);
    expect(readdirSync(home)).toEqual(["stack.lock"]);
  });
});
