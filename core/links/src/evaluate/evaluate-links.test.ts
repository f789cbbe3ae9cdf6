import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { growingWorld } from "../testing/growing-world.js";
import { realEdges } from "../testing/shared-data.js";
import { readEdgeLists } from "./edge-list.js";
import { type LinkEvaluation, evaluateLinks } from "./evaluate-links.js";
import { htmlReport } from "./html-report.js";
import type { Figure } from "./measures.js";
import type { Protocol } from "./protocols.js";

function evaluate(
  edges: readonly (readonly (number | string)[])[],
  { splits = 2, protocol = "random" as Protocol } = {},
): LinkEvaluation {
  const text = edges.map((edge) => edge.join("\t")).join("\n");
  const list = readEdgeLists([{ name: "graph", text, dated: edges[0]?.length === 3 }]);
  return evaluateLinks(list, { protocol, splits, seed: 1 });
}

function mean(figure: Figure): number {
  if ("unavailable" in figure) throw new Error(figure.unavailable);
  return figure.mean;
}

/** Every share that an evaluation gives. */
function shares({ baselines, meanReciprocalRank, operatingPoints, calibration }: LinkEvaluation): number[] {
  const figures = [
    ...baselines.flatMap((one) => [
      one.auc,
      one.averagePrecision,
      one.hitsAt50,
      ...one.precisionAt.map(({ precision }) => precision),
    ]),
    meanReciprocalRank,
    ...operatingPoints.flatMap((point) => [point.threshold, point.lowerBound, point.precision, point.recall]),
    calibration.brier,
    calibration.ece,
  ];
  return figures.filter((figure) => !("unavailable" in figure)).map(mean);
}

const star = Array.from({ length: 12 }, (_, i) => [0, i + 1]);
const clique = Array.from({ length: 9 }, (_, a) => Array.from({ length: a }, (__, b) => [a, b])).flat();
const dated = growingWorld({ artists: 150, events: 900, closure: 75, seed: 3 }).map(
  ({ a, b, firstRecording }) => [a, b, firstRecording],
);

describe("evaluateLinks", () => {
  it.each([
    ["no edge", []],
    ["one edge", [[1, 2]]],
    [
      "two edges",
      [
        [1, 2],
        [2, 3],
      ],
    ],
    ["a star", star],
    ["a clique", clique],
    ["a clique but for one edge", clique.slice(1)],
    [
      "a triangle",
      [
        [1, 2],
        [2, 3],
        [1, 3],
      ],
    ],
    [
      "edges that do not touch",
      [
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ],
    ],
  ])("says of %s what it can and what it cannot compute", (_, edges) => {
    const evaluation = evaluate(edges);
    for (const share of shares(evaluation)) expect(share >= 0 && share <= 1).toBe(true);
    expect(JSON.stringify(evaluation)).not.toContain('"unavailable":""');
    expect(htmlReport(evaluation, "graph")).toContain("cannot be computed");
  });

  it("says of a clique that there is no non-edge", () => {
    const { baselines, failed } = evaluate(clique);
    expect(failed).toHaveLength(2);
    expect(baselines[0]!.auc).toEqual({ unavailable: expect.stringContaining("no model") as string });
  });

  it("gives shares and no exception, whatever the graph and the protocol", () => {
    const vertex = fc.nat({ max: 12 });
    const edges = fc.array(
      fc.tuple(vertex, vertex, fc.nat({ max: 5 })).filter(([a, b]) => a !== b),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(edges, fc.constantFrom("random", "event", "temporal"), (list, protocol) => {
        const evaluation = evaluate(list, { protocol });
        for (const share of shares(evaluation)) expect(share >= 0 && share <= 1).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each(["random", "event", "temporal"] as const)(
    "finds triadic closure by the protocol %s",
    (protocol) => {
      const evaluation = evaluate(dated, { protocol });
      expect(mean(evaluation.baselines[0]!.auc)).toBeGreaterThan(0.6);
      expect(evaluation.model!.certificate.gradientNorm).toBeLessThan(1e-9);
      expect(evaluate(dated, { protocol })).toEqual(evaluation);
    },
  );

  it("refuses a protocol in time without times, and no split", () => {
    const code = "LINKS_INVALID_ARGUMENT";
    expect(() => evaluate(star, { protocol: "temporal" })).toThrow(expect.objectContaining({ code }));
    expect(() => evaluate(star, { splits: 0 })).toThrow(expect.objectContaining({ code }));
  });
});

describe("htmlReport", () => {
  it("stands alone and escapes what it shows", () => {
    const page = htmlReport(evaluate(dated, { splits: 1 }), "<b>&");
    expect(page).toContain("&lt;b&gt;&amp;");
    expect(page).toContain("<svg");
    expect(page).not.toMatch(/<script|src=|href=|url\(/);
  });
});

describe.each([
  ["jazz", 0.97],
  ["NS", 0.98],
  ["USAir", 0.96],
  ["Celegans", 0.9],
])("on %s", (graph, least) => {
  const edges = realEdges(graph);

  it.skipIf(edges === null)(`reaches an AUC of ${least} (needs shared data: graphs)`, () => {
    expect(mean(evaluate(edges!, { splits: 1 }).baselines[0]!.auc)).toBeGreaterThan(least);
  });
});
