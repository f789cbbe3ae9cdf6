import { describe, expect, it } from "vitest";
import { runProgram } from "./program.js";
import { endPrograms } from "./running-programs.js";

describe("programs of a measurement that is broken off", () => {
  it("are ended, and who waits for them is told", async () => {
    const waiting = [1, 2].map(() => runProgram(process.execPath, ["-e", "setInterval(() => {}, 1000)"]));
    const failures = Promise.allSettled(waiting);
    await endPrograms();
    expect((await failures).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  it("may have ended before", async () => {
    await runProgram(process.execPath, ["-e", ""]);
    await expect(endPrograms()).resolves.toBeUndefined();
  });
});
