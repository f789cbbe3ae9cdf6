import { describe, expect, it } from "vitest";
import { allCandidates } from "./candidates.js";
import { decisionThresholds, selectDecisionThreshold, selectOperatingPoint } from "./decision-threshold.js";
import { numberedWorld } from "./testing/graphs.js";
import { linkModel, operatingPoint } from "./testing/link-models.js";

const model = linkModel();

describe("selectOperatingPoint", () => {
  it("prefers the precision at true prevalence, and takes only a point that the model reaches", () => {
    expect(selectOperatingPoint(model)?.name).toBe("balanced-80");
    const both = {
      ...model,
      operatingPoints: [operatingPoint("balanced-80", 0.3), operatingPoint("prevalence-80", 0.9)],
    };
    expect(selectOperatingPoint(both)?.name).toBe("prevalence-80");
    expect(selectOperatingPoint(both, "balanced-80")?.name).toBe("balanced-80");
    expect(selectOperatingPoint(model, "prevalence-80")).toBeNull();
    expect(selectOperatingPoint({ ...model, operatingPoints: [] })).toBeNull();
  });
});

describe("decisionThresholds", () => {
  it("lets no more through than there are artists, the most probable first, and nothing below the point", () => {
    // A hub with 30 partners: 435 pairs at distance two, of which those with another shared partner score higher.
    const star = Array.from({ length: 30 }, (_, n): [number, number] => [0, n + 1]);
    const world = numberedWorld([...star, [1, 40], [2, 40], [3, 41], [4, 41]]);
    const operatingPoints = [
      operatingPoint("balanced-80", 0.001),
      operatingPoint("balanced-90", 0.9),
      operatingPoint("prevalence-80", null),
    ];
    const [lax, strict, ...more] = decisionThresholds(world, { ...model, operatingPoints });
    const passing = allCandidates(world, model, lax!.probability);
    expect(passing.length).toBeGreaterThan(0);
    expect(passing.length).toBeLessThanOrEqual(world.graph.artistCount);
    // All pairs that share two: 1 and 2, 3 and 4, the hub and 40, the hub and 41.
    expect(passing.filter(({ features }) => features.commonNeighbours === 2)).toHaveLength(4);
    const all = allCandidates(world, model, 0.001).map(({ probability }) => probability);
    expect(all.length).toBeGreaterThan(world.graph.artistCount);
    expect(all.filter((probability) => probability >= lax!.probability)).toHaveLength(passing.length);
    expect(strict).toEqual({ operatingPoint: "balanced-90", probability: 0.9 });
    expect(more).toEqual([]);
    expect(decisionThresholds(world, { ...model, operatingPoints: [] })).toEqual([]);
  });

  it("give the one of the selected operating point", () => {
    const chosen = { operatingPoint: "balanced-80", probability: 0.4 };
    const trained = { ...model, decisionThresholds: [chosen] };
    expect(selectDecisionThreshold(trained)).toBe(chosen);
    expect(selectDecisionThreshold(trained, "prevalence-80")).toBeNull();
    expect(selectDecisionThreshold(model)).toBeNull();
  });
});
