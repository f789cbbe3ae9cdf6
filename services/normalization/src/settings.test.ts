import { readSettings } from "@interlude/infra-runtime/settings";
import { describe, expect, it } from "vitest";
import { settings } from "./settings.js";

describe("the settings of normalization", () => {
  it.each([
    [{}, false],
    [{ NORMALIZATION_RELATIONSHIP_EDGES: "off" }, false],
    [{ NORMALIZATION_RELATIONSHIP_EDGES: "on" }, true],
  ])("%j have relationships as edges: %s", (environment, relationshipEdges) => {
    expect(readSettings(settings, environment)).toEqual({ relationshipEdges });
  });

  it("refuse anything else", () => {
    expect(() => readSettings(settings, { NORMALIZATION_RELATIONSHIP_EDGES: "yes" })).toThrow(
      /must be one of on, off/,
    );
  });
});
