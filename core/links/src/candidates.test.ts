import { AdjacencyIndex, numberedMbid } from "@interlude/core-graph";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HighestValues, earnedPoint, setGate } from "./candidate-gate.js";
import { CandidateFinder, allCandidates } from "./candidates.js";
import { LINK_FEATURES, transformed } from "./link-features.js";
import type { LinkModel, LinkOperatingPoint } from "./link-model.js";
import { reasonsOf } from "./candidate-record.js";

const point = (name: string, threshold: number | null): LinkOperatingPoint => ({
  name,
  measuredAgainst: name.startsWith("balanced") ? "balanced" : "prevalence",
  target: 0.8,
  threshold,
  precision: null,
  lowerBound: null,
  recall: null,
  support: 0,
});

/** Of the only point that the model has earned. */
const THRESHOLD = 0.3;

const counts = {
  fitEdges: 0,
  labelEdges: 0,
  events: 0,
  pairs: 0,
  positives: 0,
  distantPositives: 0,
  unseenPositives: 0,
};

const model: LinkModel = {
  id: "link-test",
  features: ["commonNeighbours", "adamicAdar", "preferentialAttachment", "inactivity"],
  asOf: 40,
  intercept: -1,
  coefficients: [0.5, 1, -0.2, -0.1],
  means: [1, 1, 3, 2],
  scales: [0.5, 0.5, 1, 1],
  operatingPoints: [point("balanced-80", THRESHOLD), point("prevalence-80", null)],
  metrics: [],
  trainedOn: { training: counts, calibration: counts },
};

function graphOf(pairs: readonly (readonly [number, number])[]): AdjacencyIndex {
  const graph = new AdjacencyIndex();
  for (const [a, b] of pairs) {
    if (a !== b)
      graph.setEdge(
        graph.intern(numberedMbid(a)),
        graph.intern(numberedMbid(b)),
        1,
        5 * Math.min(a, b) + Math.max(a, b),
      );
  }
  return graph;
}

describe("earnedPoint", () => {
  it("prefers the promise against true prevalence, and takes only what was earned", () => {
    expect(earnedPoint(model)?.name).toBe("balanced-80");
    const both = { ...model, operatingPoints: [point("balanced-80", 0.3), point("prevalence-80", 0.9)] };
    expect(earnedPoint(both)?.name).toBe("prevalence-80");
    expect(earnedPoint(both, "balanced-80")?.name).toBe("balanced-80");
    expect(earnedPoint(model, "prevalence-80")).toBeNull();
    expect(earnedPoint({ ...model, operatingPoints: [] })).toBeNull();
  });
});

describe("HighestValues", () => {
  it("finds the least value that at most so many reach, as sorting everything does", () => {
    const value = fc.nat({ max: 12 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), fc.integer({ min: 1, max: 10 }), (values, capacity) => {
        const highest = new HighestValues(capacity);
        for (const each of values) highest.add(each);
        const reached = (threshold: number): number => values.filter((each) => each >= threshold).length;
        const fitting = values.filter((each) => reached(each) <= capacity);
        const expected = fitting.length > 0 ? Math.min(...fitting) : Math.max(...values);
        expect(highest.threshold()).toBe(values.length <= capacity ? null : expected);
      }),
    );
  });
});

describe("setGate", () => {
  it("lets no more through than there are artists, the most probable first, and nothing below the point", () => {
    // A hub with 30 partners: 435 pairs at distance two, of which those with another shared partner score higher.
    const star = Array.from({ length: 30 }, (_, n): [number, number] => [0, n + 1]);
    const graph = graphOf([...star, [1, 40], [2, 40], [3, 41], [4, 41]]);
    const gate = setGate(graph, model, point("balanced-80", 0.001))!;
    const passing = allCandidates(graph, model, gate.threshold);
    expect(passing.length).toBeGreaterThan(0);
    expect(passing.length).toBeLessThanOrEqual(graph.artistCount);
    // Everybody who shares two: 1 and 2, 3 and 4, the hub and 40, the hub and 41.
    expect(passing.filter(({ features }) => features.commonNeighbours === 2)).toHaveLength(4);
    const all = allCandidates(graph, model, 0.001).map(({ probability }) => probability);
    expect(all.length).toBeGreaterThan(graph.artistCount);
    expect(all.filter((probability) => probability >= gate.threshold)).toHaveLength(passing.length);
    expect(setGate(graph, model, point("balanced-80", 0.9))).toEqual({ name: "balanced-80", threshold: 0.9 });
    expect(setGate(graph, model, null)).toBeNull();
  });
});

describe("candidates", () => {
  const artist = fc.nat({ max: 11 });
  const edges = fc.array(fc.tuple(artist, artist), { maxLength: 50 });

  it("are the same whatever the order of the edges, and never a known pair", () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const graph = graphOf(pairs);
        const found = allCandidates(graph, model, THRESHOLD);
        expect(allCandidates(graphOf(pairs.toReversed()), model, THRESHOLD)).toEqual(found);
        for (const { artistA, artistB, features: seen, operatingPoints } of found) {
          expect(artistA < artistB).toBe(true);
          expect(graph.hasEdge(graph.mbids.find(artistA), graph.mbids.find(artistB))).toBe(false);
          expect(seen.commonNeighbours).toBeGreaterThan(0);
          expect(operatingPoints).toEqual(["balanced-80"]);
        }
      }),
    );
  });

  it("found from either end are equal", () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const graph = graphOf(pairs);
        const finder = new CandidateFinder(graph, model, THRESHOLD);
        for (let a = 0; a < graph.artistCount; a += 1) {
          for (const candidate of finder.candidatesOf(a, () => true)) {
            const mbid = graph.mbids.mbidOf(a);
            const other = candidate.artistA === mbid ? candidate.artistB : candidate.artistA;
            const twin = finder.candidatesOf(graph.mbids.find(other), (id) => id === a);
            expect(twin).toEqual([candidate]);
          }
        }
      }),
    );
  });

  it("are none without a gate", () => {
    expect(
      allCandidates(
        graphOf([
          [0, 1],
          [1, 2],
        ]),
        model,
        Infinity,
      ),
    ).toEqual([]);
  });
});

describe("reasonsOf", () => {
  // 0 and 1 share 2, 3, 4 and 5; of these 5 has the most partners, then 2.
  const graph = graphOf([
    ...[2, 3, 4, 5].flatMap((n): [number, number][] => [
      [0, n],
      [1, n],
    ]),
    [5, 6],
    [5, 7],
    [2, 6],
  ]);
  const [candidate] = allCandidates(graph, model, 0);
  const names = new Map([
    [numberedMbid(2), "Two"],
    [numberedMbid(3), "Three"],
    [numberedMbid(4), ""],
  ]);

  it("names the shared collaborators with the fewest partners", () => {
    const reasons = reasonsOf(candidate!, (mbid) => names.get(mbid) ?? "");
    expect(reasons.map(({ feature }) => feature)).toEqual(model.features);
    expect(reasons[0]!.reason).toBe(`4 shared collaborators, among them Three, ${numberedMbid(4)} and Two`);
    expect(reasons[2]!.reason).toBe("4 and 4 collaborators of their own");
    // 0 began its last collaboration at 5, 1 at 10; the model is of 40.
    expect(reasons[3]!.value).toBe(35);
    expect(reasons[3]!.reason).toContain("35 recordings before");
  });

  it("has contributions that sum with the intercept to the logit, and readable values", () => {
    const reasons = reasonsOf(candidate!, () => "x");
    const sum = reasons.reduce((total, { contribution }) => total + contribution, model.intercept);
    expect(Math.abs(sum - candidate!.logit)).toBeLessThan(1e-9);
    expect(Number.isInteger(Math.round(reasons[1]!.value * 1e6) / 1e4)).toBe(true);
    // A reader's own computation from the published values.
    const logit = reasons.reduce(
      (total, { value }, j) =>
        total +
        (model.coefficients[j]! * (transformed(LINK_FEATURES[j]!, value) - model.means[j]!)) /
          model.scales[j]!,
      model.intercept,
    );
    expect(Math.abs(logit - candidate!.logit)).toBeLessThan(1e-9);
  });
});
