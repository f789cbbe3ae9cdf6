import { numberedMbid } from "@interlude/core-graph/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonsOf } from "./candidate-record.js";
import { CandidateFinder, allCandidates } from "./candidates.js";
import { FEATURE_NAMES, MODEL_FEATURES } from "./features/link-features.js";
import { Recency } from "./features/recency.js";
import { transformValue } from "./features/link-feature.js";
import { numberedWorld } from "./testing/graphs.js";
import { linkModel, operatingPoint } from "./testing/link-models.js";

/** Of the only point that the model reaches. */
const THRESHOLD = 0.3;
/** The features that the model weighs but for the last. */
const REASONS = ["commonNeighbours", "adamicAdar", "preferentialAttachment"];
const model = linkModel({
  operatingPoints: [operatingPoint("balanced-80", THRESHOLD), operatingPoint("prevalence-80", null)],
});

describe("candidates", () => {
  const artist = fc.nat({ max: 11 });
  const edges = fc.array(fc.tuple(artist, artist), { maxLength: 50 });

  it("are the same whatever the order of the edges, and never a known pair", () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const world = numberedWorld(pairs);
        const { graph } = world;
        const found = allCandidates(world, model, THRESHOLD);
        expect(allCandidates(numberedWorld(pairs.toReversed()), model, THRESHOLD)).toEqual(found);
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
        const world = numberedWorld(pairs);
        const { graph } = world;
        const finder = new CandidateFinder(world, model, THRESHOLD);
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

  it("are found on a later state of the graph by a finder that goes on as by a new one", () => {
    fc.assert(
      fc.property(edges, edges, (before, later) => {
        const { graph, ...world } = numberedWorld(before);
        const all = (finder: CandidateFinder): unknown[] =>
          Array.from({ length: graph.artistCount }, (_, a) => finder.candidatesOf(a, () => true));
        const finder = new CandidateFinder({ graph, ...world }, model, THRESHOLD);
        all(finder);
        for (const [a, b] of later) {
          const [one, other] = [graph.intern(numberedMbid(a)), graph.intern(numberedMbid(b))];
          if (a !== b) graph.setEdge(one, other, 1, a + b);
        }
        const changed = { graph, ...world, recency: Recency.ofGraph(graph, 40) };
        finder.renew(changed);
        expect(all(finder)).toEqual(all(new CandidateFinder(changed, model, THRESHOLD)));
      }),
      { numRuns: 20 },
    );
  });

  it("refuse a model of other features", () => {
    const other = linkModel({ features: ["jaccard"] });
    expect(() => new CandidateFinder(numberedWorld([]), other, THRESHOLD)).toThrow(
      expect.objectContaining({ code: "LINKS_UNKNOWN_FEATURES" }),
    );
  });

  it("are none above a threshold of infinity", () => {
    expect(
      allCandidates(
        numberedWorld([
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
  const world = numberedWorld([
    ...[2, 3, 4, 5].flatMap((n): [number, number][] => [
      [0, n],
      [1, n],
    ]),
    [5, 6],
    [5, 7],
    [2, 6],
  ]);
  const [candidate] = allCandidates(world, model, 0);
  const names = new Map([
    [numberedMbid(2), "Two"],
    [numberedMbid(3), "Three"],
    [numberedMbid(4), ""],
  ]);

  it("names the shared collaborators with the fewest partners", () => {
    const reasons = reasonsOf(candidate!, (mbid) => names.get(mbid) ?? "");
    expect(reasons.map(({ feature }) => feature)).toEqual([...REASONS, "inactivity"]);
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
    const logit = reasons.reduce((total, { feature, value }) => {
      const j = FEATURE_NAMES.indexOf(feature);
      const x = transformValue(value, MODEL_FEATURES[j]!.transform);
      return total + (model.coefficients[j]! * (x - model.means[j]!)) / model.scales[j]!;
    }, model.intercept);
    expect(Math.abs(logit - candidate!.logit)).toBeLessThan(1e-9);
  });
});
