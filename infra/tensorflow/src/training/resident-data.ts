import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import type { Matrix } from "@interlude/core-numerics";
import type { TensorFlow } from "../tensorflow.js";
import type { Batch } from "./passes.js";
import type { NetworkShape } from "./shape.js";

/** Rows that stay on the backend, so that a step gathers its own there. */
export class ResidentData {
  readonly rows: number;
  readonly copies: number;
  /** The copies one below the other, 0 where a score is missing. */
  readonly #scores: Tensor2D;
  readonly #observed: Tensor2D | null;
  readonly #conditions: Tensor2D;

  constructor(
    private readonly tf: TensorFlow,
    copies: readonly Matrix[],
    conditions: Matrix,
    { features, condition, masked }: NetworkShape,
  ) {
    this.rows = conditions.rows;
    this.copies = copies.length;
    const scores = new Float32Array(copies.length * this.rows * features);
    for (const [k, { values }] of copies.entries()) {
      const offset = k * values.length;
      for (let i = 0; i < values.length; i++) {
        const value = values[i]!;
        scores[offset + i] = Number.isNaN(value) ? 0 : value;
      }
    }
    this.#scores = tf.tensor2d(scores, [copies.length * this.rows, features]);
    this.#observed = masked
      ? tf.tensor2d(
          Float32Array.from(copies[0]!.values, (value) => (Number.isNaN(value) ? 0 : 1)),
          [this.rows, features],
        )
      : null;
    this.#conditions =
      conditions.columns === 0
        ? tf.zeros([this.rows, condition])
        : tf.tensor2d(Float32Array.from(conditions.values), [this.rows, condition]);
  }

  /** Rows from `from` on, of the first copy; in the caller's tidy. */
  slice(from: number, rows: number): Batch {
    const { tf } = this;
    return {
      x: tf.slice(this.#scores, [from, 0], [rows, -1]),
      observed: this.#observed === null ? null : tf.slice(this.#observed, [from, 0], [rows, -1]),
      c: tf.slice(this.#conditions, [from, 0], [rows, -1]),
    };
  }

  /**
   * Some rows, in the caller's tidy.
   * @param rows their numbers
   * @param copied their numbers in the copies one below the other: copy × rows + row
   */
  gather(rows: Tensor1D, copied: Tensor1D): Batch {
    const { tf } = this;
    return {
      x: tf.gather(this.#scores, copied),
      observed: this.#observed === null ? null : tf.gather(this.#observed, rows),
      c: tf.gather(this.#conditions, rows),
    };
  }

  dispose(): void {
    this.tf.dispose([this.#scores, this.#conditions, ...(this.#observed === null ? [] : [this.#observed])]);
  }
}
