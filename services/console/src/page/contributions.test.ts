import { LINK_FEATURES } from "@interlude/core-links";
import { expect, it } from "vitest";

const { FEATURE_LABELS } = (await import(new URL("../../public/contributions.js", import.meta.url).href)) as {
  FEATURE_LABELS: Record<string, string>;
};

it("the page has the label of every link feature", () => {
  expect(FEATURE_LABELS).toEqual(Object.fromEntries(LINK_FEATURES.map(({ name, label }) => [name, label])));
});
