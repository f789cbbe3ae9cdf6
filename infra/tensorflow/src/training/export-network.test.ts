import type { Tensor2D } from "@tensorflow/tfjs";
import { type Matrix, matrixOfRows } from "@interlude/core-numerics";
import { checkNetwork, drawScores, keyedRandom, priorOf } from "@interlude/core-tracks";
import { describe, expect, it } from "vitest";
import { loadTensorFlow } from "../tensorflow.js";
import { exportNetwork } from "./export-network.js";
import { ParameterLayout } from "./parameters.js";
import { decode, priorOf as taughtPriorOf, residualOf } from "./passes.js";
import { triangleOf } from "./triangle.js";

const ROWS = 70;

function randomMatrix(columns: number, seed: string): Matrix {
  const random = keyedRandom(seed);
  return matrixOfRows(
    Array.from({ length: ROWS }, () => Array.from({ length: columns }, () => random.normal())),
    columns,
  );
}

describe("exportNetwork", () => {
  it.each(["tensorflow", "wasm", "cpu"] as const)(
    "computes in plain numbers what %s computes",
    async (name) => {
      const { tf } = await loadTensorFlow([name, "cpu"]);
      const tensor = ({ rows, columns, values }: Matrix): Tensor2D =>
        tf.tensor2d(Float32Array.from(values), [rows, columns]);
      for (const covariance of ["full", "diagonal"] as const) {
        const sizes = { features: 7, condition: 5, latent: 3, hidden: 24, priorHidden: 10 };
        const shape = { ...sizes, covariance, masked: false };
        const layout = new ParameterLayout(shape);
        const parameters = layout.initial(keyedRandom("parameters"));
        const network = exportNetwork(layout, parameters, shape, 5);
        checkNetwork(network);
        const layers = layout.layers(tf, tf.tensor1d(parameters));
        const conditions = randomMatrix(5, "conditions");
        const latents = randomMatrix(3, "latents");
        const noise = randomMatrix(7, "noise");

        const close = (actual: Matrix, expected: ArrayLike<number>) => {
          const largest = actual.values.reduce(
            (most, value, i) => Math.max(most, Math.abs(value - expected[i]!)),
            0,
          );
          expect(largest).toBeLessThan(1e-4);
        };
        const prior = taughtPriorOf(tf, layers, tensor(conditions));
        close(priorOf(network, conditions).mean, prior.mean.dataSync());
        close(priorOf(network, conditions).logVariance, prior.logVariance.dataSync());
        // The standardised residual of a draw is the noise that it was drawn with.
        const x = tensor(drawScores(network, latents, conditions, noise));
        const given = { z: tensor(latents), c: tensor(conditions), features: 7 };
        const decoded = decode(tf, layers, given, null);
        const triangle = covariance === "full" ? triangleOf(tf, 7) : null;
        close(noise, residualOf(tf, decoded, { x, observed: null, c: given.c }, triangle).values.dataSync());
      }
    },
  );
});
