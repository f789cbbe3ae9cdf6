import { setImmediate as nextTurn } from "node:timers/promises";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import { type PassReport, keyedRandom } from "@interlude/core-tracks";
import type { TensorFlow } from "../tensorflow.js";
import { divergence, reconstructionSum } from "./gradients.js";
import type { ParameterLayout } from "./parameters.js";
import { decode, encode, priorOf, residualOf } from "./passes.js";
import type { ResidentData } from "./resident-data.js";
import type { Triangle } from "./triangle.js";

/** Most rows that are looked at after a pass. */
export const WATCHED_ROWS = 2048;
/** Rows that are looked at in one go. */
export const CHUNK_ROWS = 1024;
const ACTIVE_VARIANCE = 0.01;

export interface Evaluation {
  /** Nats a row. */
  readonly reconstruction: number;
  readonly kl: number;
  readonly activeUnits: number;
  readonly calibration: PassReport["calibration"];
}

/** What a network does on the rows that are watched, always with the same draws from the posterior. */
export class Evaluator {
  readonly #noise: Tensor2D;

  constructor(
    private readonly tf: TensorFlow,
    private readonly data: ResidentData,
    private readonly layout: ParameterLayout,
    private readonly triangle: Triangle | null,
    private readonly options: { seed: string; latent: number; features: number },
  ) {
    const random = keyedRandom(`${options.seed} evaluation`);
    this.#noise = tf.tensor2d(
      Float32Array.from({ length: data.rows * options.latent }, () => random.normal()),
      [data.rows, options.latent],
    );
  }

  async evaluate(parameters: Tensor1D, signal: AbortSignal | undefined): Promise<Evaluation> {
    const { tf } = this;
    const { rows } = this.data;
    const { latent, features } = this.options;
    let sums: Tensor1D = tf.zeros([2 + 2 * latent + 3 * features]);
    try {
      for (let from = 0; from < rows; from += CHUNK_ROWS) {
        signal?.throwIfAborted();
        const chunk = tf.tidy(() =>
          tf.add(sums, this.#sums(parameters, from, Math.min(CHUNK_ROWS, rows - from))),
        ) as Tensor1D;
        sums.dispose();
        sums = chunk;
        await nextTurn();
      }
      return this.#evaluation(sums.dataSync() as Float32Array);
    } finally {
      sums.dispose();
    }
  }

  /** Losses; of each latent dimension, of each feature: Σ and Σ² of what is watched; how often a feature is observed. */
  #sums(parameters: Tensor1D, from: number, rows: number): Tensor1D {
    const { tf } = this;
    const layers = this.layout.layers(tf, parameters);
    const { latent, features } = this.options;
    const batch = this.data.slice(from, rows);
    const posterior = encode(tf, layers, batch);
    const prior = priorOf(tf, layers, batch.c);
    const noise = tf.slice(this.#noise, [from, 0], [rows, latent]);
    const deviation = tf.exp(tf.mul(posterior.logVariance, 0.5));
    const z = tf.add(posterior.mean, tf.mul(deviation, noise)) as Tensor2D;
    const decoded = decode(tf, layers, { z, c: batch.c, features }, null);
    const residual = residualOf(tf, decoded, batch, this.triangle).values;
    const squared = tf.square(residual);
    const kl = tf.sum(divergence(tf, posterior, prior).values);
    const reconstruction = reconstructionSum(tf, squared, decoded.logScale, batch.observed);
    const shift = tf.mul(tf.sub(posterior.mean, prior.mean), tf.exp(tf.mul(prior.logVariance, -0.5)));
    const observed = batch.observed === null ? tf.mul(tf.ones([features]), rows) : tf.sum(batch.observed, 0);
    return tf.concat([
      tf.stack([reconstruction, kl]),
      tf.sum(shift, 0),
      tf.sum(tf.square(shift), 0),
      tf.sum(residual, 0),
      tf.sum(squared, 0),
      observed,
    ] as Tensor1D[]);
  }

  #evaluation(sums: Float32Array): Evaluation {
    const { rows } = this.data;
    const { latent, features } = this.options;
    let offset = 2;
    const take = (length: number): number[] => [...sums.subarray(offset, (offset += length))];
    const [shift, shiftSquared] = [take(latent), take(latent)];
    const [residual, squared, observed] = [take(features), take(features), take(features)];
    const calibrated = (moment: (j: number) => number): (number | null)[] =>
      observed.map((count, j) => (count === 0 ? null : moment(j)));
    const mean = (j: number): number => residual[j]! / observed[j]!;
    return {
      reconstruction: sums[0]! / rows,
      kl: sums[1]! / rows,
      activeUnits: shift.filter((sum, d) => shiftSquared[d]! / rows - (sum / rows) ** 2 > ACTIVE_VARIANCE)
        .length,
      calibration: {
        mean: calibrated(mean),
        variance: calibrated((j) => squared[j]! / observed[j]! - mean(j) ** 2),
      },
    };
  }

  dispose(): void {
    this.#noise.dispose();
  }
}
