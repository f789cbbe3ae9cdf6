import type { Tensor2D } from "@tensorflow/tfjs";
import { type Random, keyedRandom } from "@interlude/core-tracks";
import type { TensorFlow } from "../tensorflow.js";
import type { DropoutMasks } from "./passes.js";

/** Rows of a pool beside those of one step. */
const POOL_ROWS = 8192;

export interface NoiseOptions {
  readonly seed: string;
  /** Most rows of a step. */
  readonly batch: number;
  readonly latent: number;
  readonly hidden: number;
  readonly dropout: number;
}

/**
 * Noise made once: a step takes as many consecutive rows of it as it needs, from a random row on. TensorFlow.js draws
 * seeded numbers one by one in JavaScript, which for dropout would cost more than the network.
 */
export class NoisePool {
  readonly #latent: Tensor2D;
  readonly #masks: Tensor2D | null;

  constructor(
    private readonly tf: TensorFlow,
    { seed, batch, latent, hidden, dropout }: NoiseOptions,
  ) {
    const rows = POOL_ROWS + batch;
    const random = keyedRandom(`${seed} noise`);
    this.#latent = tf.tensor2d(
      Float32Array.from({ length: rows * latent }, () => random.normal()),
      [rows, latent],
    );
    const kept = 1 / (1 - dropout);
    this.#masks =
      dropout === 0
        ? null
        : tf.tensor2d(
            Float32Array.from({ length: rows * hidden }, () => (random.uniform() < dropout ? 0 : kept)),
            [rows, hidden],
          );
  }

  /** Standard normal noise, rows × latent; in the caller's tidy. */
  latent(rows: number, random: Random): Tensor2D {
    return this.tf.slice(this.#latent, [random.below(POOL_ROWS), 0], [rows, -1]);
  }

  /** Dropout of the decoder's two hidden layers; in the caller's tidy. */
  masks(rows: number, random: Random): DropoutMasks {
    if (this.#masks === null) return null;
    const mask = (): Tensor2D => this.tf.slice(this.#masks!, [random.below(POOL_ROWS), 0], [rows, -1]);
    return [mask(), mask()];
  }

  dispose(): void {
    this.tf.dispose([this.#latent, ...(this.#masks === null ? [] : [this.#masks])]);
  }

  /** Bytes of a pool. */
  static bytes({ batch, latent, hidden, dropout }: Omit<NoiseOptions, "seed">): number {
    return 4 * (POOL_ROWS + batch) * (latent + (dropout === 0 ? 0 : hidden));
  }
}
