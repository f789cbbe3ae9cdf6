import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ClassArchive, classArchive } from "./class-archive.js";

let cache: string;
beforeEach(() => (cache = mkdtempSync(join(tmpdir(), "interlude-archive-"))));
afterEach(() => rmSync(cache, { recursive: true }));

const archiveFor = (key: string) => classArchive({ cache, name: "kafka", key });
const written = ({ flags }: ClassArchive) => flags.find((flag) => flag.includes("AtExit"))?.split("=")[1];
const used = ({ flags }: ClassArchive) => flags.find((flag) => flag.includes("SharedArchiveFile"));
const files = () => readdirSync(join(cache, "class-archives"));

describe("a server's class archive", () => {
  test("is written by the first run that ends cleanly and used by the next of the same kind", () => {
    const first = archiveFor("java 17");
    expect(first.stopNote).toContain("kafka");
    writeFileSync(written(first)!, "classes");
    first.keep({ code: 143, signal: null });
    const second = archiveFor("java 17");
    expect(used(second)).toBeDefined();
    expect(second.stopNote).toBeUndefined();
    expect(used(archiveFor("java 21"))).toBeUndefined();
  });

  test.each([
    ["was killed while it wrote", { code: null, signal: "SIGKILL" as const }],
    ["failed", { code: 134, signal: null }],
  ])("is not kept from a run that %s", (_, exit) => {
    const first = archiveFor("java 17");
    writeFileSync(written(first)!, "half");
    first.keep(exit);
    expect(files()).toEqual([]);
  });

  test("leaves nothing of stacks that ended without keeping it", () => {
    const live = written(archiveFor("java 17"))!;
    writeFileSync(live, "");
    writeFileSync(live.replace(/\d+$/, "999999999"), "");
    archiveFor("java 21");
    expect(files()).toEqual([live.split("/").at(-1)]);
  });
});
