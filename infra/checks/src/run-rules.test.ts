import { describe, expect, it } from "vitest";
import type { Evidence, Rule, Violations } from "./rule.js";
import { runRules } from "./run-rules.js";
import { isValid, reportLines } from "./validation-report.js";

const rule = (name: string, check: Rule["check"], severity: Rule["severity"] = "error"): Rule => ({
  name,
  description: `${name} holds`,
  severity,
  check,
});

/** Evidence whose database gives the same violations for every query. */
function evidence(violations: Violations) {
  const snapshot = {
    query: async <Row>() => [violations] as Row[],
    async *stream(): AsyncIterable<never> {},
    savepoint: <Result>(work: () => Promise<Result>) => work(),
  };
  const base: Omit<Evidence, "snapshot"> = {
    now: snapshot,
    published: [],
    deadLetters: [],
    relayTimeout: async () => {},
  };
  return { ...base, snapshot };
}

const holds = async (): Promise<Violations> => ({ count: 0, examples: [] });
async function takesTooLong(): Promise<never> {
  throw Object.assign(new Error("canceling statement due to statement timeout"), { code: "57014" });
}

describe("runRules", () => {
  it("counts what a query finds, and goes on after a rule that took too long", async () => {
    const found = { count: 7, examples: ["one", "two"] };
    const rules = [rule("query", "select"), rule("slow", takesTooLong), rule("last", holds)];
    const results = await runRules(rules, evidence(found));
    expect(results.map(({ outcome, violations }) => [outcome, violations])).toEqual([
      ["broken", 7],
      ["unknown", 0],
      ["holds", 0],
    ]);
  });

  it("fails with an error that is no timeout", async () => {
    const fails = async (): Promise<never> => {
      throw new TypeError("a mistake");
    };
    await expect(runRules([rule("fails", fails)], evidence({ count: 0, examples: [] }))).rejects.toThrow(
      TypeError,
    );
  });
});

describe("a validation report", () => {
  const coverage = [
    { degrees: [0, 0], artists: 4, withFeatures: 1, withSpotifyId: 0, withPopularity: 2 },
    { degrees: [2, 3], artists: 10, withFeatures: 5, withSpotifyId: 10, withPopularity: 1 },
  ] as const;

  it("has a line a rule with its first violations, then coverage, then a sum", async () => {
    const rules = await runRules(
      [
        rule("kept", holds),
        rule("queried", "select"),
        rule("odd", "select", "warning"),
        rule("slow", takesTooLong),
      ],
      evidence({ count: 2, examples: ["recording 9"] }),
    );
    expect(reportLines({ rules, coverage })).toEqual([
      "ok       kept: kept holds",
      "BROKEN   queried: queried holds (2)",
      "           recording 9",
      "warning  odd: odd holds (2)",
      "           recording 9",
      "UNKNOWN  slow: slow holds",
      "           it took too long to look; raise --statement-timeout",
      "",
      "collaborators  artists  with features  with Spotify id  with popularity",
      "            0        4      1 (25.0%)         0 (0.0%)        2 (50.0%)",
      "          2-3       10      5 (50.0%)      10 (100.0%)        1 (10.0%)",
      "",
      "4 rules: 1 hold, 2 broken, 1 warnings",
    ]);
  });

  it.each([
    ["error", false],
    ["warning", true],
  ] as const)("with a broken %s is valid: %s", async (severity, valid) => {
    const rules = await runRules([rule("one", "select", severity)], evidence({ count: 1, examples: [] }));
    expect(isValid({ rules, coverage: [] })).toBe(valid);
  });
});
