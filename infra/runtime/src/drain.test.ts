import { beforeEach, describe, expect, it } from "vitest";
import { type Open, drain } from "./drain.js";

let closed: string[];
beforeEach(() => (closed = []));
const part = (name: string): Open => ({ name, close: async () => void closed.push(name) });

describe("a drain", () => {
  it("closes the newest first", async () => {
    await drain([part("database"), part("stage")], 60);
    expect(closed).toEqual(["stage", "database"]);
  });

  it("closes what a start that is still going on opens meanwhile", async () => {
    const open: Open[] = [part("database")];
    open.push({ name: "stage", close: async () => void open.push(part("late")) });
    await drain(open, 60);
    expect(closed).toEqual(["late", "database"]);
  });

  it("names what is not closed in time", async () => {
    const hangs: Open = { name: "stage", close: () => new Promise(() => {}) };
    await expect(drain([part("database"), hangs, part("server")], 0.02)).rejects.toMatchObject({
      code: "DRAIN_TIMEOUT",
      message: expect.stringContaining("(0.02 s): stage, database."),
    });
  });

  it("fails with what cannot be closed", async () => {
    const fails: Open = { name: "stage", close: () => Promise.reject(new Error("the group is lost")) };
    await expect(drain([fails], 60)).rejects.toThrow("the group is lost");
  });
});
