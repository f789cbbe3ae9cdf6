import { setImmediate as nextTurn } from "node:timers/promises";
import type { Tensor1D } from "@tensorflow/tfjs";
import { type Matrix, zeros } from "@interlude/core-numerics";
import type { TensorFlow } from "../tensorflow.js";
import { CHUNK_ROWS } from "./evaluation.js";
import type { ParameterLayout } from "./parameters.js";
import { encode } from "./passes.js";
import type { ResidentData } from "./resident-data.js";

/** q(z | x, c) of all rows, of the first copy of their scores. */
export async function posteriorOf(
  tf: TensorFlow,
  data: ResidentData,
  layout: ParameterLayout,
  parameters: Tensor1D,
  { latent, signal }: { latent: number; signal: AbortSignal | undefined },
): Promise<{ mean: Matrix; logVariance: Matrix }> {
  const mean = zeros(data.rows, latent);
  const logVariance = zeros(data.rows, latent);
  for (let from = 0; from < data.rows; from += CHUNK_ROWS) {
    signal?.throwIfAborted();
    tf.tidy(() => {
      const layers = layout.layers(tf, parameters);
      const posterior = encode(tf, layers, data.slice(from, Math.min(CHUNK_ROWS, data.rows - from)));
      mean.values.set(posterior.mean.dataSync(), from * latent);
      logVariance.values.set(posterior.logVariance.dataSync(), from * latent);
    });
    await nextTurn();
  }
  return { mean, logVariance };
}
