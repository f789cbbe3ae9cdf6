import { expect, it } from "vitest";
import { freshnessOf } from "./freshness.js";

it.each([
  ["the state of the tables", "now", 10, false, "current"],
  ["a state that led to it", "before", 9, true, "behind"],
  ["a state that led to it, of the same version", "before", 10, true, "behind"],
  ["the oldest version that can be brought up to date", "before", 7, true, "behind"],
  ["a version older than the removals that are listed", "before", 6, true, "unusable"],
  ["the same version, of an epoch that was lost", "lost", 10, false, "unusable"],
  ["an older version, of an epoch that was lost", "lost", 9, false, "unusable"],
  ["a newer version, of an epoch that was rolled back", "rolled back", 11, false, "unusable"],
])("a graph of %s", (_, stateId, version, ledHere, freshness) => {
  const stored = { stateId: "now", removalsSince: 7 };
  expect(freshnessOf({ version, stateId }, stored, ledHere)).toBe(freshness);
});
