/** A dense layer: y = activation(x W + b); silu(x) = x / (1 + exp(−x)). */
export interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: "silu" | "linear";
  /** Row by row, `inputs` × `outputs`. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/**
 * What a conditional variational autoencoder (Kingma and Welling 2014; Sohn et al. 2015) needs after its training, as
 * plain numbers: the decoder p(x | z, c) and the learned prior p(z | c). Both are normal.
 */
export interface ConditionalNetwork {
  /** Dimension of z. */
  readonly latent: number;
  /** Dimension of c. */
  readonly condition: number;
  /** Dimension of x, F: normal scores. */
  readonly features: number;
  /**
   * Of the residual e = s⁻¹ (I + A) (x − m), which is standard normal: without A ("diagonal"), or with a strictly
   * lower triangular A of its own for each z and c ("full").
   */
  readonly covariance: "diagonal" | "full";
  /**
   * From z beside c to the F means m, the F logarithms of s (to be clipped to `LOG_SCALE`) and, of a full covariance,
   * the F (F − 1) / 2 elements of A below its diagonal, row by row.
   */
  readonly decoder: readonly DenseLayer[];
  /** From c to the `latent` means of the prior and the `latent` logarithms of its variance (to be clipped to `LOG_VARIANCE`). */
  readonly prior: readonly DenseLayer[];
}

/** Bounds of ln s. A feature that the network can tell almost exactly would otherwise take the likelihood to infinity. */
export const LOG_SCALE = { lowest: -2.5, highest: 2 } as const;

/** Bounds of the logarithm of a latent's variance, far outside of what a training that converges needs. */
export const LOG_VARIANCE = { lowest: -10, highest: 6 } as const;

/** How many numbers the decoder gives for F features. */
export function decoderOutputs(features: number, covariance: ConditionalNetwork["covariance"]): number {
  return 2 * features + (covariance === "full" ? triangleSize(features) : 0);
}

/** Elements below the diagonal of a square matrix. */
export function triangleSize(features: number): number {
  return (features * (features - 1)) / 2;
}
