import { TRAINING_DEFAULTS, type TrainedNetwork, type TrainingOptions } from "@interlude/core-tracks";
import { describe, expect, it } from "vitest";
import { loadTensorFlow } from "../tensorflow.js";
import { madeUpTable } from "../testing/made-up-table.js";
import { trainNetwork } from "./train-network.js";

const { tf } = await loadTensorFlow();
const TABLE = madeUpTable({
  rows: 300,
  held: 100,
  features: 4,
  groups: 3,
  missing: 0.1,
  copies: 2,
  seed: "table",
});
const OPTIONS: TrainingOptions = {
  ...TRAINING_DEFAULTS,
  latent: 2,
  hidden: 32,
  priorHidden: 16,
  batch: 100,
  steps: 30,
  learningRate: 1e-2,
};

/** All numbers of a trained network, in one array. */
function numbersOf({ network, posterior }: TrainedNetwork): number[] {
  const layers = [...network.decoder, ...network.prior];
  return [
    ...layers.flatMap(({ weights, biases }) => [...weights, ...biases]),
    ...posterior.mean.values,
    ...posterior.logVariance.values,
  ];
}

describe("trainNetwork", () => {
  it("learns, and reports every pass", async () => {
    const tensors = tf.memory().numTensors;
    const passes: number[] = [];
    const trained = await trainNetwork(
      tf,
      TABLE,
      { ...OPTIONS, steps: 120 },
      { onPass: ({ pass }) => void passes.push(pass) },
    );
    const { history, diagnostics, network } = trained;
    expect(passes).toEqual(history.map(({ pass }) => pass));
    const first = history[0]!;
    const last = history.at(-1)!;
    expect(last.reconstruction).toBeLessThan(first.reconstruction - 1);
    expect(diagnostics.heldLoss).toBeLessThan(first.heldLoss! - 0.5);
    expect(diagnostics).toMatchObject({ attempt: 1, activeUnits: 2, collapsed: false, collapses: [] });
    expect(last.klByDimension.reduce((sum, kl) => sum + kl, 0)).toBeCloseTo(last.kl, 10);
    for (const variance of last.calibration.variance) expect(Math.abs(variance! - 1)).toBeLessThan(0.5);
    for (const mean of last.calibration.mean) expect(Math.abs(mean!)).toBeLessThan(0.3);
    expect(network).toMatchObject({ latent: 2, condition: 3, features: 4, covariance: "full" });
    expect(trained.posterior.mean).toMatchObject({ rows: 300, columns: 2 });
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it("goes on from a checkpoint to the same network, bit for bit", async () => {
    const checkpoints: Uint8Array[] = [];
    const options = { ...OPTIONS, checkpointPasses: 5 };
    const whole = await trainNetwork(tf, TABLE, options, {
      checkpoint: (bytes) => void checkpoints.push(bytes),
    });
    expect(whole.history).toHaveLength(10);
    expect(checkpoints).toHaveLength(2);
    const resumed = await trainNetwork(tf, TABLE, { ...options, resume: checkpoints[0]! });
    expect(numbersOf(resumed)).toEqual(numbersOf(whole));
    const measured = ({ history }: TrainedNetwork) => history.map((report) => ({ ...report, seconds: 0 }));
    expect(measured(resumed)).toEqual(measured(whole));
    const again = await trainNetwork(tf, TABLE, options);
    expect(numbersOf(again)).toEqual(numbersOf(whole));
    const other = await trainNetwork(tf, TABLE, { ...options, seed: "other" });
    expect(numbersOf(other)).not.toEqual(numbersOf(whole));
  });

  it("refuses a checkpoint of another training, and a damaged one", async () => {
    let bytes = new Uint8Array();
    const options = { ...OPTIONS, steps: 6, checkpointPasses: 1 };
    await trainNetwork(tf, TABLE, options, { checkpoint: (each) => void (bytes = new Uint8Array(each)) });
    const tensors = tf.memory().numTensors;
    const resume = (resumed: Uint8Array, changes: Partial<TrainingOptions> = {}) =>
      trainNetwork(tf, TABLE, { ...options, ...changes, resume: resumed });
    await expect(resume(bytes, { klWeight: 0.25 })).rejects.toMatchObject({ code: "CHECKPOINT_MISMATCH" });
    const damaged = bytes.slice();
    damaged[1000]! ^= 1;
    await expect(resume(damaged)).rejects.toMatchObject({ code: "CHECKPOINT_INVALID" });
    await expect(resume(bytes.slice(0, 10))).rejects.toMatchObject({ code: "CHECKPOINT_INVALID" });
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it("raises the alarm when the posterior collapses, starts again once, and marks a second collapse", async () => {
    const options = { ...OPTIONS, steps: 60, klWeight: 20, freeBits: 0, warmUp: 0.1 };
    const events: number[] = [];
    const trained = await trainNetwork(tf, TABLE, options, {
      onCollapse: ({ attempt }) => void events.push(attempt),
    });
    const { collapses, collapsed } = trained.diagnostics;
    expect(collapses[0]).toMatchObject({
      code: "POSTERIOR_COLLAPSED",
      attempt: 1,
      activeUnits: 0,
      schedule: { warmUp: 0.1, klWeight: 20, freeBits: 0 },
      next: { warmUp: 0.25, klWeight: 5, freeBits: 0.1 },
    });
    expect(events).toEqual(collapses.map(({ attempt }) => attempt));
    expect(collapsed).toBe(collapses.length === 2);
    expect(trained.history.some(({ attempt }) => attempt === 2)).toBe(true);
  });

  it("comes back from a collapse under the gentler schedule", async () => {
    const options = { ...OPTIONS, steps: 120, klWeight: 6, freeBits: 0, warmUp: 0.1 };
    const { diagnostics } = await trainNetwork(tf, TABLE, options);
    expect(diagnostics).toMatchObject({ attempt: 2, collapsed: false });
    expect(diagnostics.collapses).toHaveLength(1);
    expect(diagnostics.activeUnits).toBeGreaterThanOrEqual(1);
  });

  it("stops when it is told to, and leaves no tensor behind", async () => {
    const tensors = tf.memory().numTensors;
    const abort = new AbortController();
    const training = trainNetwork(
      tf,
      TABLE,
      { ...OPTIONS, steps: 1e6 },
      {
        onPass: ({ pass }) => void (pass === 3 && abort.abort(new Error("no longer wanted"))),
        signal: abort.signal,
      },
    );
    await expect(training).rejects.toThrow("no longer wanted");
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it("refuses to start if it would take more memory than it may", async () => {
    await expect(trainNetwork(tf, TABLE, { ...OPTIONS, memoryBytes: 1e6 })).rejects.toMatchObject({
      code: "TRAINING_MEMORY",
    });
  });

  it("trains without conditions and without held-out rows", async () => {
    const none = { rows: 0, columns: 0, values: new Float64Array() };
    const data = {
      scores: TABLE.scores,
      conditions: { rows: 300, columns: 0, values: new Float64Array() },
      heldScores: none,
      heldConditions: none,
    };
    const { network, history, diagnostics } = await trainNetwork(tf, data, OPTIONS);
    expect(network.condition).toBe(0);
    expect(network.decoder[0]).toMatchObject({ inputs: 2 });
    expect(diagnostics).toMatchObject({ pass: history.length, heldLoss: null });
  });

  it("says what is wrong with data and options", async () => {
    const wrong: [Partial<typeof TABLE>, Partial<TrainingOptions>, string][] = [
      [{ scores: [] }, {}, "TRAINING_DATA_INVALID"],
      [{ conditions: TABLE.heldConditions }, {}, "TRAINING_DATA_INVALID"],
      [{}, { dropout: 1 }, "TRAINING_OPTIONS_INVALID"],
      [{}, { latent: 0 }, "TRAINING_OPTIONS_INVALID"],
    ];
    for (const [data, options, code] of wrong) {
      const training = trainNetwork(tf, { ...TABLE, ...data }, { ...OPTIONS, ...options });
      await expect(training).rejects.toMatchObject({ code });
    }
  });
});
