import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type StackFile, readStackFile, writeStackFile } from "./stack-file.js";

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), "interlude-stack-file-"))));
afterEach(() => rmSync(home, { recursive: true }));

const FILE: StackFile = {
  format: 1,
  ports: { kafka: 20_001 },
  postgresPassword: "secret",
  processes: { kafka: { pid: 12, startedAt: "boot:1" } },
};

describe("the stack file", () => {
  test("is read as it was written, leaves nothing beside it and is readable by its owner alone", () => {
    writeStackFile(home, { ...FILE, postgresPassword: "earlier" });
    writeStackFile(home, FILE);
    expect(readStackFile(home)).toEqual(FILE);
    expect(readdirSync(home)).toEqual(["stack.json"]);
    expect(statSync(join(home, "stack.json")).mode & 0o777).toBe(0o600);
  });

  test("may be missing", () => {
    expect(readStackFile(home)).toBeUndefined();
  });

  test.each([
    ["no JSON", "{"],
    ["another format", JSON.stringify({ ...FILE, format: 2 })],
    ["nothing in it", "{}"],
  ])("is refused with a way out when it has %s", (_, text) => {
    writeFileSync(join(home, "stack.json"), text);
    expect(() => readStackFile(home)).toThrowError(
      expect.objectContaining({ code: "STACK_FILE_UNREADABLE", message: expect.stringContaining(home) }),
    );
  });
});
