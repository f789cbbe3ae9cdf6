import type { Communities } from "@interlude/core-graph";
import { expect, it } from "vitest";
import { freshnessOf } from "./freshness.js";

const communities = (graphVersion: number): Communities => ({ of: new Int32Array(0), next: 0, graphVersion });

it.each([
  ["the same version and communities", 10, communities(5), "current"],
  ["the same version, without the communities", 10, null, "behind"],
  ["the same version, with older communities", 10, communities(4), "behind"],
  ["an older version", 9, communities(5), "behind"],
  ["the oldest version that can be brought up to date", 7, communities(5), "behind"],
  ["a version older than the removals that are listed", 6, communities(5), "unusable"],
  ["a newer version, of an epoch that was rolled back", 11, communities(5), "unusable"],
])("a graph of %s", (_, version, ofGraph, freshness) => {
  const stored = { graphVersion: 10, communitiesVersion: 5, removalsSince: 7 };
  expect(freshnessOf({ version, communities: ofGraph }, stored)).toBe(freshness);
});
