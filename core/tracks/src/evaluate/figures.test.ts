import { describe, expect, it } from "vitest";
import { GATES } from "../measures/gates.js";
import { measured, notComputable } from "../measures/measured.js";
import { FIGURE_NAMES, type FigureName, judgeSummaries, summarise } from "./figures.js";

describe("figures over the seeds", () => {
  it.each([
    ["twoSampleAuc", 0.7],
    ["ksComplementMean", 0.5],
    ["varianceRatio", 0.5],
    ["nearerToTraining", 0.7],
    ["latentShare", 0.5],
  ] as const)("have the worst %s beside the mean", (name, worst) => {
    const { mean, worst: found } = summarise(name, [measured(0.5), measured(0.7)]);
    expect(mean.value).toBeCloseTo(0.6, 12);
    expect(found).toBe(worst);
  });

  it("are unknown if a seed has none, with its reason", () => {
    expect(summarise("distanceRatio", [measured(1), notComputable("no rows"), measured(0.8)])).toEqual({
      mean: { value: null, reason: "no rows" },
      worst: 0.8,
      values: [1, null, 0.8],
    });
    expect(summarise("distanceRatio", []).mean.value).toBeNull();
  });

  it("pass a gate by their mean, and never without one", () => {
    const none = summarise("artistFidelity", [notComputable("no artists")]);
    const figures = Object.fromEntries(FIGURE_NAMES.map((name) => [name, none])) as Record<
      FigureName,
      typeof none
    >;
    const gates = judgeSummaries({
      ...figures,
      twoSampleAuc: summarise("twoSampleAuc", [measured(0.6), measured(0.68)]),
      distanceRatio: summarise("distanceRatio", [measured(0.9)]),
    });
    expect(gates).toHaveLength(GATES.length);
    expect(gates.find(({ measure }) => measure === "twoSampleAuc")).toMatchObject({
      verdict: "passed",
      worst: 0.68,
    });
    const others = gates.filter(({ verdict }) => verdict === "unknown");
    expect(others).toHaveLength(GATES.length - 2);
    expect(new Set(others.map(({ reason }) => reason))).toEqual(new Set(["no artists"]));
    expect(gates.filter(({ verdict }) => verdict === "failed").map(({ measure }) => measure)).toEqual([
      "distanceRatio",
    ]);
  });
});
