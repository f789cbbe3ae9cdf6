import { type Matrix, zeros } from "@interlude/core-numerics";
import { TracksError, requireLength } from "../errors.js";
import { exponential } from "./exponential.js";
import { type ConditionalNetwork, LOG_SCALE, LOG_VARIANCE } from "./network.js";
import { BLOCK_ROWS, layerRunner } from "./run-layers.js";

/**
 * Draws from p(x | z, c): x = m + (I + A)⁻¹ s ε. Equal rows give equal draws on every machine and in every batch.
 * @param latents rows × `latent`
 * @param conditions rows × `condition`
 * @param noise ε, standard normal, rows × `features`; zeros give the means
 * @returns normal scores, rows × `features`
 * @throws TracksError `SHAPE_MISMATCH`; `VALUE_NOT_FINITE` for a row that is no numbers
 */
export function drawScores(
  network: ConditionalNetwork,
  latents: Matrix,
  conditions: Matrix,
  noise: Matrix,
): Matrix {
  const { features, covariance } = network;
  requireLength("a latent vector", latents.columns, network.latent);
  requireLength("a condition vector", conditions.columns, network.condition);
  requireLength("a row of noise", noise.columns, features);
  for (const { rows } of [conditions, noise])
    requireLength("rows of conditions and noise", rows, latents.rows);
  const scores = zeros(latents.rows, features);
  inBlocks(network.decoder, [latents, conditions], (row, output, offset) => {
    const target = scores.values.subarray(row * features, (row + 1) * features);
    // d = x − m solves (I + A) d = s ε, from the first feature on.
    for (let i = 0; i < features; i++) {
      const logScale = clip(output[offset + features + i]!, LOG_SCALE);
      let d = exponential(logScale) * noise.values[row * features + i]!;
      if (covariance === "full") {
        const a = offset + 2 * features + (i * (i - 1)) / 2;
        for (let j = 0; j < i; j++) d -= output[a + j]! * target[j]!;
      }
      target[i] = d;
    }
    for (let i = 0; i < features; i++) target[i]! += output[offset + i]!;
  });
  requireFinite(scores, "a draw");
  return scores;
}

/**
 * The learned prior p(z | c) of each row.
 * @param conditions rows × `condition`
 * @throws TracksError `SHAPE_MISMATCH`; `VALUE_NOT_FINITE` for a row that is no numbers
 */
export function priorOf(
  { latent, condition, prior }: ConditionalNetwork,
  conditions: Matrix,
): { mean: Matrix; logVariance: Matrix } {
  requireLength("a condition vector", conditions.columns, condition);
  const mean = zeros(conditions.rows, latent);
  const logVariance = zeros(conditions.rows, latent);
  inBlocks(prior, [conditions], (row, output, offset) => {
    for (let d = 0; d < latent; d++) {
      mean.values[row * latent + d] = output[offset + d]!;
      logVariance.values[row * latent + d] = clip(output[offset + latent + d]!, LOG_VARIANCE);
    }
  });
  requireFinite(mean, "the mean of a prior");
  return { mean, logVariance };
}

/** Sends rows, the matrices side by side, through layers; `take` gets each row's outputs. */
function inBlocks(
  layers: ConditionalNetwork["decoder"],
  inputs: readonly Matrix[],
  take: (row: number, output: Float32Array, offset: number) => void,
): void {
  const { rows } = inputs[0]!;
  const runner = layerRunner(layers);
  const width = layers[0]!.inputs;
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows - from);
    const { values: output, stride } = runner.run(count, (input) => {
      let column = 0;
      for (const { columns, values } of inputs) {
        for (let i = 0; i < count; i++) {
          const start = (from + i) * columns;
          for (let j = 0; j < columns; j++) input[i * width + column + j] = values[start + j]!;
        }
        column += columns;
      }
    });
    for (let i = 0; i < count; i++) take(from + i, output, i * stride);
  }
}

function clip(value: number, { lowest, highest }: { lowest: number; highest: number }): number {
  return Math.min(Math.max(value, lowest), highest);
}

function requireFinite({ columns, values }: Matrix, what: string): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new TracksError(
      "VALUE_NOT_FINITE",
      `${what} is no number in row ${Math.floor(wrong / columns)}: its condition, latent or noise is none, or far out of range`,
    );
  }
}
