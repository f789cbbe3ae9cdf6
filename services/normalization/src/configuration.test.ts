import { describe, expect, it } from "vitest";
import { normalizationConfiguration } from "./configuration.js";

describe("the configuration of normalization", () => {
  it.each([
    [{}, false],
    [{ NORMALIZATION_RELATIONSHIP_EDGES: "off" }, false],
    [{ NORMALIZATION_RELATIONSHIP_EDGES: "on" }, true],
  ])("%j has relationships as edges: %s", (environment, relationshipEdges) => {
    expect(normalizationConfiguration(environment)).toEqual({ relationshipEdges });
  });

  it("refuses anything else", () => {
    expect(() => normalizationConfiguration({ NORMALIZATION_RELATIONSHIP_EDGES: "yes" })).toThrow(
      /must be one of on, off/,
    );
  });
});
