import { zeros } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { TRAINING_DEFAULTS, type TrainNetwork, decoderOutputs } from "../network/index.js";
import { keyedRandom } from "../random.js";
import { syntheticTable } from "../testing/synthetic-table.js";
import { evaluateTracks } from "./evaluate-tracks.js";
import { evaluationTable, gateRows } from "./figure-rows.js";
import { trackHtmlReport } from "./html-report.js";
import type { TrackTable } from "./track-table.js";

const made = syntheticTable(240, "evaluate");
const table: TrackTable = {
  ...made,
  lines: made.artists.map((_, row) => row + 2),
  groups: made.artists,
  notes: ["made up"],
  leftOut: [],
};

/** A network that learnt nothing but is of the right shape. */
const untrained: TrainNetwork = ({ scores, conditions }, { seed }) => {
  const random = keyedRandom(`weights ${seed}`);
  const features = scores[0]!.columns;
  const layer = (inputs: number, outputs: number) => ({
    inputs,
    outputs,
    activation: "linear" as const,
    weights: Float32Array.from({ length: inputs * outputs }, () => 0.2 * random.normal()),
    biases: new Float32Array(outputs),
  });
  const { rows, columns } = conditions;
  const schedule = { warmUp: 0, klWeight: 1, freeBits: 0 };
  return Promise.resolve({
    network: {
      latent: 2,
      condition: columns,
      features,
      covariance: "diagonal",
      decoder: [layer(2 + columns, decoderOutputs(features, "diagonal"))],
      prior: [layer(columns, 4)],
    },
    posterior: { mean: zeros(rows, 2), logVariance: zeros(rows, 2) },
    history: [],
    diagnostics: {
      attempt: 1,
      pass: 1,
      activeUnits: 1,
      heldLoss: null,
      schedule,
      collapses: [],
      collapsed: false,
      trainingSeconds: 0,
    },
  });
};
const refusal = Object.assign(new Error("it diverged"), { code: "TRAINING_DIVERGED" });
const sometimes: TrainNetwork = (data, given, hooks) =>
  given.seed === "4" ? Promise.reject(refusal) : untrained(data, given, hooks);
const options = { seeds: 2, firstSeed: 4, training: TRAINING_DEFAULTS };
const { evaluation, synthetic } = await evaluateTracks(table, sometimes, options);
const figureOf = (name: string) => evaluation.candidates.find((each) => each.name === name)!.figures;

describe("evaluateTracks", () => {
  it("draws a row for each held-out row, groups on one side", () => {
    expect(evaluation.trainedRows + evaluation.heldRows).toBe(240);
    const held = new Set(synthetic.lines.map((line) => made.artists[line - 2]!));
    const trained = made.artists.filter((_, row) => !synthetic.lines.includes(row + 2));
    expect(trained.filter((artist) => held.has(artist))).toEqual([]);
    expect(synthetic.rows).toEqual(synthetic.lines.map((line) => made.conditions[line - 2]!));
    expect(synthetic.table.rows).toBe(synthetic.lines.length);
  });

  it("sets the CVAE beside real rows and baselines, and against the gates", () => {
    expect(evaluation.candidates.map(({ name }) => name)).toEqual([
      "real",
      "independent",
      "copula",
      "categoryCopula",
      "cvae",
    ]);
    expect(figureOf("real").twoSampleAuc.values).toHaveLength(1);
    expect(figureOf("categoryCopula").twoSampleAuc.mean.value).toBeLessThan(
      figureOf("cvae").twoSampleAuc.mean.value!,
    );
    expect(figureOf("real").distanceRatio.mean.reason).toMatch(/learnt from/);
    expect(figureOf("cvae").rowsOutOfBounds).toMatchObject({ mean: { value: 0 }, worst: 0 });
    const gates = Object.fromEntries(evaluation.gates.map(({ measure, verdict }) => [measure, verdict]));
    expect(gates).toMatchObject({
      rowsOutOfBounds: "passed",
      twoSampleAuc: "failed",
      twoSampleLead: "failed",
      artistFidelity: "unknown",
    });
    expect(evaluation.gates.at(-1)!.reason).toMatch(/not among the conditions/);
    expect(evaluationTable(evaluation).remarks.join()).toContain("artist fidelity: the rows' own artists");
    expect(gateRows(evaluation)).toHaveLength(evaluation.gates.length);
    expect(evaluationTable(evaluation).head).toHaveLength(6);
  });

  it("is the same again, and a page with a plot a column", async () => {
    const again = await evaluateTracks(table, untrained, { ...options, seeds: 1, firstSeed: 5 });
    expect(again.evaluation.candidates).toEqual(evaluation.candidates);
    expect([...again.synthetic.table.values]).toEqual([...synthetic.table.values]);
    const page = trackHtmlReport(evaluation, synthetic, "a <file>");
    expect(page.split("<svg").length - 1).toBe(made.space.columns.length);
    expect(page).toContain("a &lt;file&gt;");
    expect(page).not.toContain("NaN");
    expect(page).toContain("<td>unknown</td>");
    expect(page).toContain("not among the conditions");
  });

  it("says which seeds gave nothing, and fails if none gave anything", async () => {
    expect(evaluation.failed).toEqual([{ seed: 4, code: "TRAINING_DIVERGED", reason: "it diverged" }]);
    await expect(evaluateTracks(table, () => Promise.reject(refusal), options)).rejects.toBe(refusal);
  });

  it("ends between its steps when it is told to", async () => {
    const stop = new AbortController();
    const stopped: TrainNetwork = (...given) => {
      setImmediate(() => stop.abort(new Error("enough")));
      return untrained(...given);
    };
    await expect(evaluateTracks(table, stopped, options, { signal: stop.signal })).rejects.toThrow("enough");
  });
});
