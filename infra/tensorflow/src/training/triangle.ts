import type { Tensor2D } from "@tensorflow/tfjs";
import { triangleSize } from "@interlude/core-tracks";
import type { TensorFlow } from "../tensorflow.js";

/** What the decoder's numbers for A are multiplied with: A starts near zero, and moves slowly. */
export const TRIANGLE_SCALE = 0.3;

/**
 * Sums over the triangle of A as products with constant matrices of zeros and ones, F × T for T = F (F − 1) / 2
 * elements: large matrix products are what every backend does fastest.
 */
export interface Triangle {
  /** 1 at (j, t) if element t of A is in column j: d × `columns` is what each element is multiplied with. */
  readonly columns: Tensor2D;
  /** `TRIANGLE_SCALE` at (i, t) if element t is in row i: products × `rows`ᵀ is A d. */
  readonly rows: Tensor2D;
}

/** The constant matrices of F features, which the caller disposes. */
export function triangleOf(tf: TensorFlow, features: number): Triangle {
  const size = triangleSize(features);
  const columns = new Float32Array(features * size);
  const rows = new Float32Array(features * size);
  let t = 0;
  for (let i = 1; i < features; i++) {
    for (let j = 0; j < i; j++, t++) {
      columns[j * size + t] = 1;
      rows[i * size + t] = TRIANGLE_SCALE;
    }
  }
  return {
    columns: tf.tensor2d(columns, [features, size]),
    rows: tf.tensor2d(rows, [features, size]),
  };
}
