import { describe, expect, it } from "vitest";

interface Checks {
  skippedTests(
    tests: { fullName: string; status: string }[],
    hasData: (name: string) => boolean,
  ): { needs: Map<string, number>; wrong: string[] };
  skipProblems(
    wrong: string[],
    environment: Record<string, string>,
    hasData: (name: string) => boolean,
  ): string[];
}
const { skippedTests, skipProblems } = (await import(
  new URL("../checks/skipped-tests.mjs", import.meta.url).href
)) as Checks;

const skipped = (fullName: string) => ({ fullName, status: "skipped" });
const tests = [
  { fullName: "adds", status: "passed" },
  { fullName: "reads (needs shared data: bluenote)", status: "passed" },
  skipped("streams (needs shared data: bluenote)"),
  skipped("loads (needs shared data: bluenote)"),
  skipped("runs as root (needs root)"),
];

describe("skipped tests", () => {
  it("are listed by what they need where it is not there", () => {
    const { needs, wrong } = skippedTests(tests, () => false);
    expect([...needs]).toEqual([
      ["shared data: bluenote", 2],
      ["root", 1],
    ]);
    expect(wrong).toEqual([]);
  });

  it("are wrong if the data are there, or if they say nothing", () => {
    const { needs, wrong } = skippedTests([...tests, skipped("sleeps")], (name) => name === "bluenote");
    expect([...needs]).toEqual([["root", 1]]);
    expect(wrong).toEqual([
      '"streams (needs shared data: bluenote)" was skipped although bluenote is there',
      '"loads (needs shared data: bluenote)" was skipped although bluenote is there',
      '"sleeps" was skipped without saying what it needs',
    ]);
  });

  it("cannot hide that required data are missing", () => {
    const environment = { INTERLUDE_REQUIRED_DATA: "bluenote graphs", INTERLUDE_SHARED_DATA: "/data" };
    expect(skipProblems([], environment, (name) => name === "graphs")).toEqual([
      "bluenote must be in /data and is not",
    ]);
    expect(skipProblems([], {}, () => false)).toEqual([]);
  });
});
