import type { Tensor2D } from "@tensorflow/tfjs";
import {
  type Random,
  type TrackRows,
  activeUnits,
  keyedRandom,
  shuffledIndices,
} from "@interlude/core-tracks";
import type { ConditionalVae } from "./conditional-vae.js";
import type { TensorFlow } from "@interlude/infra-tensorflow";

/** Tracks and their conditions as tensors, one row a track. */
export interface TensorRows {
  readonly count: number;
  readonly x: Tensor2D;
  readonly c: Tensor2D;
}

/** The rows as tensors, which the caller disposes. */
export function tensorsOf(tf: TensorFlow, rows: TrackRows): TensorRows {
  const tensor = (side: readonly Float64Array[]) => {
    const width = side[0]!.length;
    const flat = new Float32Array(side.length * width);
    for (const [i, row] of side.entries()) flat.set(row, i * width);
    return tf.tensor2d(flat, [side.length, width]);
  };
  return { count: rows.scores.length, x: tensor(rows.scores), c: tensor(rows.conditions) };
}

/** Standard normal noise of a shape. */
export function noiseOf(tf: TensorFlow, shape: [rows: number, columns: number], random: Random): Tensor2D {
  const values = Float32Array.from({ length: shape[0] * shape[1] }, () => random.normal());
  return tf.tensor2d(values, shape);
}

/** What a network measures on rows, with the same noise every time; losses in nats a track. */
export class VaeEvaluation {
  constructor(
    private readonly tf: TensorFlow,
    private readonly vae: ConditionalVae,
    private readonly seed: string,
  ) {}

  /** Negative evidence lower bound and its parts; under other conditions than the rows' own if they are given. */
  loss({ count, x, c }: TensorRows, conditions = c): { loss: number; reconstruction: number; kl: number } {
    const { tf, vae } = this;
    const random = keyedRandom(`${this.seed} evaluation`);
    return tf.tidy(() => {
      const noise = noiseOf(tf, [count, vae.shape.latent], random);
      const parts = vae.loss(x, conditions, noise, { beta: 1, freeBits: 0 });
      const reconstruction = parts.reconstruction.dataSync()[0]!;
      const kl = parts.kl.dataSync()[0]!;
      return { loss: reconstruction + kl, reconstruction, kl };
    });
  }

  /** The losses, the active units of the latent, and how much the loss rises under the conditions of other tracks. */
  diagnostics(rows: TensorRows): Record<string, number> {
    const { tf, vae } = this;
    const { latent } = vae.shape;
    const posterior = tf.tidy(() => vae.encode(rows.x, rows.c).mean);
    const flat = posterior.dataSync();
    posterior.dispose();
    const means = Array.from({ length: rows.count }, (_, i) => flat.subarray(i * latent, (i + 1) * latent));
    const own = this.loss(rows);
    const order = shuffledIndices(rows.count, keyedRandom(`${this.seed} others' conditions`));
    const others = tf.tidy(() => tf.gather(rows.c, tf.tensor1d(order, "int32")));
    const mismatched = this.loss(rows, others);
    others.dispose();
    return {
      loss: own.loss,
      reconstruction: own.reconstruction,
      kl: own.kl,
      activeUnits: activeUnits(means),
      conditionGain: mismatched.loss - own.loss,
    };
  }
}
