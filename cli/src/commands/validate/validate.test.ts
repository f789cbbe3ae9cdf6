import { SERVICES } from "@interlude/contracts";
import { consoleRules } from "@interlude/service-console/checks";
import { normalizationRules } from "@interlude/service-normalization/checks";
import { scoringRules } from "@interlude/service-scoring/checks";
import { expect, it } from "vitest";
import { RULES } from "./validate.js";

it.each([
  ["normalization", normalizationRules],
  ["console", consoleRules],
  ["scoring", scoringRules],
])("rules of %s query its own tables only", (service, rules) => {
  const others = new RegExp(`\\b(${SERVICES.filter((other) => other !== service).join("|")})\\.`);
  const foreign = rules.filter(({ check }) => typeof check === "string" && others.test(check));
  expect(foreign.map(({ name }) => name)).toEqual([]);
});

it("no two rules have one name", () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});
