import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

// The set-up runs before anything is built and is plain JavaScript: loaded by its path, typed here.
const load = async <Module>(name: string) =>
  (await import(new URL(`../setup/${name}.mjs`, import.meta.url).href)) as Module;

type Machine = {
  node: string;
  npm: boolean;
  java?: number;
  maven: boolean;
  python: boolean;
  compiler: boolean;
};
type Needs = { npm: boolean; java: boolean; maven: boolean; tensorflow: boolean };
const { missingPrerequisites, javaFeatureVersion } = await load<{
  missingPrerequisites: (machine: Machine, needs: Needs) => { errors: string[]; notes: string[] };
  javaFeatureVersion: (text: string | undefined) => number | undefined;
}>("prerequisites");
type Packages = Record<string, { version?: string; integrity?: string; optional?: boolean }>;
const { packagesMatch } = await load<{ packagesMatch: (locked: Packages, installed: Packages) => boolean }>(
  "dependencies",
);
const { cacheFolder, publishFolder, sweepPartials } = await load<{
  cacheFolder: (environment: Record<string, string>) => string;
  publishFolder: (folder: string, fill: (partial: string) => Promise<void>) => Promise<void>;
  sweepPartials: (cache: string) => void;
}>("paths");

const BARE: Machine = { node: "18.20.0", npm: false, maven: false, python: false, compiler: false };
const FULL: Machine = { node: "20.1.0", npm: true, java: 17, maven: true, python: true, compiler: true };
const EVERYTHING: Needs = { npm: true, java: true, maven: true, tensorflow: true };

describe("prerequisites", () => {
  test("a full machine lacks nothing", () => {
    expect(missingPrerequisites(FULL, EVERYTHING)).toEqual({ errors: [], notes: [] });
  });

  test("a bare machine is told of each in one sentence that says how to install it", () => {
    const { errors, notes } = missingPrerequisites(BARE, EVERYTHING);
    expect(errors.map((error) => error.split(" ")[0])).toEqual(["Node.js", "npm", "A", "Maven"]);
    expect(notes).toHaveLength(1);
    for (const sentence of [...errors, ...notes]) {
      expect(sentence).toMatch(/install/);
      expect(sentence).toMatch(/^[^\n]*\.$|^[^\n]*\)\.$/);
    }
  });

  test("nothing is asked for that will not be used", () => {
    const needs = { npm: false, java: false, maven: false, tensorflow: false };
    expect(missingPrerequisites({ ...BARE, node: "22.0.0" }, needs)).toEqual({ errors: [], notes: [] });
  });

  test("an old Java is named, and the way around it", () => {
    const [error] = missingPrerequisites({ ...FULL, java: 11 }, EVERYTHING).errors;
    expect(error).toContain("too old (11)");
    expect(error).toContain("KAFKA_BROKERS");
  });

  test.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_402"', 8],
    ['openjdk version "25" 2025-09-16', 25],
    ["The operation couldn't be completed. Unable to locate a Java Runtime.", undefined],
    [undefined, undefined],
  ])("reads Java's version from %j", (text, version) => {
    expect(javaFeatureVersion(text)).toBe(version);
  });
});

describe("whether node_modules is what the lock file says", () => {
  const locked: Packages = {
    "": { version: "1" },
    "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/b-darwin": { version: "1.0.0", integrity: "sha512-b", optional: true },
  };
  const installed: Packages = { "node_modules/a": { version: "1.0.0", integrity: "sha512-a" } };

  test("it is, also without another platform's packages, and with one that only this platform has", () => {
    expect(packagesMatch(locked, installed)).toBe(true);
    const own = { version: "1.0.0", integrity: "sha512-c", optional: true };
    expect(packagesMatch(locked, { ...installed, "node_modules/c-linux": own })).toBe(true);
  });

  test.each<[string, Packages]>([
    ["is missing", {}],
    ["has another version", { "node_modules/a": { version: "1.0.1", integrity: "sha512-a" } }],
    ["has other content", { "node_modules/a": { version: "1.0.0", integrity: "sha512-x" } }],
    ["is there without being in the lock file", { ...installed, "node_modules/c": { version: "1.0.0" } }],
  ])("it is not when a package %s", (_, other) => {
    expect(packagesMatch(locked, other)).toBe(false);
  });
});

describe("the cache", () => {
  let cache: string;
  beforeEach(() => (cache = mkdtempSync(join(tmpdir(), "interlude-cache-"))));
  afterEach(() => rmSync(cache, { recursive: true }));

  test("is where the environment says", () => {
    expect(cacheFolder({ INTERLUDE_CACHE: "/a", XDG_CACHE_HOME: "/b" })).toBe("/a");
    expect(cacheFolder({ XDG_CACHE_HOME: "/b" })).toBe(join("/b", "interlude"));
    expect(cacheFolder({})).toMatch(/\.cache.interlude$/);
  });

  test("shows a folder only when it is whole", async () => {
    const folder = join(cache, "kafka-1");
    const failing = publishFolder(folder, async (partial) => {
      writeFileSync(join(partial, "half"), "");
      throw new Error("interrupted");
    });
    await expect(failing).rejects.toThrow("interrupted");
    expect(readdirSync(cache)).toEqual([]);
    await publishFolder(folder, async (partial) => writeFileSync(join(partial, "whole"), "yes"));
    expect(readFileSync(join(folder, "whole"), "utf8")).toBe("yes");
    expect(readdirSync(cache)).toEqual(["kafka-1"]);
  });

  test("is swept of what dead set-ups left, and of nothing else", () => {
    const names = [`.partial-${process.pid}-kafka-1`, ".partial-999999999-kafka-1", "kafka-1"];
    for (const name of names) mkdirSync(join(cache, name));
    sweepPartials(cache);
    expect(readdirSync(cache).sort()).toEqual([names[0], names[2]]);
  });
});
