import { type Matrix, matrixOfRows, rowOf, takeRows, zeros } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import { checkNetwork } from "./check-network.js";
import { drawScores, priorOf } from "./draw-scores.js";
import type { ConditionalNetwork } from "./network.js";
import { madeUpNetwork } from "./testing/made-up-network.js";

function randomMatrix(rows: number, columns: number, seed: string): Matrix {
  const random = keyedRandom(seed);
  return matrixOfRows(
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal())),
    columns,
  );
}

const network = madeUpNetwork({ latent: 3, condition: 5, features: 6, hidden: 20, covariance: "full" });

function outputOf({ decoder }: ConditionalNetwork, input: readonly number[]): number[] {
  let values = [...input];
  for (const { outputs, activation, weights, biases } of decoder) {
    values = Array.from({ length: outputs }, (_, j) => {
      const sum = values.reduce((total, x, i) => total + x * weights[i * outputs + j]!, biases[j]!);
      return activation === "silu" ? sum / (1 + Math.exp(-sum)) : sum;
    });
  }
  return values;
}

describe("drawScores", () => {
  const rows = 150; // more than two blocks
  const latents = randomMatrix(rows, 3, "latents");
  const conditions = randomMatrix(rows, 5, "conditions");
  const noise = randomMatrix(rows, 6, "noise");
  const scores = drawScores(network, latents, conditions, noise);

  it("draws what has the noise as its standardised residual", () => {
    for (const row of [0, 63, 64, 149]) {
      const output = outputOf(network, [...rowOf(latents, row), ...rowOf(conditions, row)]);
      const d = [...rowOf(scores, row)].map((x, i) => x - output[i]!);
      for (let i = 0; i < 6; i++) {
        const tied = d
          .slice(0, i)
          .reduce((sum, each, j) => sum + output[12 + (i * (i - 1)) / 2 + j]! * each, 0);
        const scale = Math.exp(Math.min(Math.max(output[6 + i]!, -2.5), 2));
        expect((d[i]! + tied) / scale).toBeCloseTo(rowOf(noise, row)[i]!, 4);
      }
    }
  });

  it("gives a row the same bits in every batch", () => {
    for (const some of [[7], [149, 3, 64], Array.from({ length: 65 }, (_, i) => i + 5)]) {
      const alone = drawScores(
        network,
        takeRows(latents, some),
        takeRows(conditions, some),
        takeRows(noise, some),
      );
      expect(alone).toEqual(takeRows(scores, some));
    }
  });

  it("draws with independent residuals from a diagonal covariance", () => {
    const diagonal = madeUpNetwork({
      latent: 3,
      condition: 5,
      features: 6,
      hidden: 20,
      covariance: "diagonal",
    });
    const means = drawScores(diagonal, latents, conditions, zeros(rows, 6));
    const changed = takeRows(
      noise,
      Array.from({ length: rows }, (_, i) => i),
    );
    for (let row = 0; row < rows; row++) changed.values[row * 6] = 0;
    const some = drawScores(diagonal, latents, conditions, changed);
    const all = drawScores(diagonal, latents, conditions, noise);
    for (let i = 0; i < rows * 6; i++) {
      expect(some.values[i]).toBe(i % 6 === 0 ? means.values[i] : all.values[i]);
    }
  });

  it("refuses rows of another width, and what is no number", () => {
    expect(() => drawScores(network, conditions, conditions, noise)).toThrow(
      expect.objectContaining({ code: "SHAPE_MISMATCH" }),
    );
    expect(() => drawScores(network, latents, conditions, zeros(rows - 1, 6))).toThrow(
      expect.objectContaining({ code: "SHAPE_MISMATCH" }),
    );
    const broken = { ...conditions, values: conditions.values.with(3, NaN) };
    expect(() => drawScores(network, latents, broken, noise)).toThrow(
      expect.objectContaining({ code: "VALUE_NOT_FINITE" }),
    );
  });
});

describe("priorOf", () => {
  it("gives means and clipped log-variances, a row the same in every batch", () => {
    const conditions = randomMatrix(100, 5, "prior");
    const prior = priorOf(network, conditions);
    expect(prior.mean).toMatchObject({ rows: 100, columns: 3 });
    const some = [99, 0, 50];
    const alone = priorOf(network, takeRows(conditions, some));
    expect(alone.mean).toEqual(takeRows(prior.mean, some));
    expect(alone.logVariance).toEqual(takeRows(prior.logVariance, some));
    const wild = priorOf(network, matrixOfRows([[1e4, -1e4, 1e4, -1e4, 1e4]]));
    for (const value of wild.logVariance.values) expect(Math.abs(value + 2)).toBeLessThanOrEqual(8);
  });
});

describe("checkNetwork", () => {
  it("accepts a network whose shapes fit, and no other", () => {
    checkNetwork(network);
    expect(() => checkNetwork({ ...network, features: 5 })).toThrow("the output of the decoder");
    expect(() => checkNetwork({ ...network, latent: 4 })).toThrow("the input of decoder layer 0");
    const [first, ...rest] = network.prior;
    const broken = { ...first!, weights: first!.weights.with(0, NaN) };
    expect(() => checkNetwork({ ...network, prior: [broken, ...rest] })).toThrow(
      expect.objectContaining({ code: "VALUE_NOT_FINITE" }),
    );
  });
});
