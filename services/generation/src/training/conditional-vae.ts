import type { Tensor2D, Scalar, Variable } from "@tensorflow/tfjs";
import type { ConditionalDecoder, DecoderLayer, Random } from "@interlude/core-tracks";
import type { TensorFlow } from "@interlude/infra-tensorflow";

interface VaeShape {
  /** Numbers of a track: standard normal scores. */
  readonly features: number;
  readonly condition: number;
  readonly hidden: number;
  readonly latent: number;
}

/** A trained array: the numbers are kept here, the variable is their copy in TensorFlow. */
interface Parameter {
  readonly values: Float32Array;
  readonly variable: Variable;
}

interface Dense {
  readonly weights: Parameter;
  readonly biases: Parameter;
}

/** Parts of the loss, in nats a track. */
interface VaeLoss {
  /** What is minimised: reconstruction + β × (KL with free bits). */
  readonly total: Scalar;
  /** Negative log-likelihood of the features given latent and condition. */
  readonly reconstruction: Scalar;
  /** Kullback–Leibler divergence of the posterior from the prior. */
  readonly kl: Scalar;
}

interface LossOptions {
  /** Weight of the divergence: rises from 0 to 1 during the warm-up. */
  readonly beta: number;
  /** Nats a latent dimension that cost nothing, so that it pays to use it. */
  readonly freeBits: number;
}

// A feature that the network can tell almost exactly would otherwise pull its variance to zero and the
// likelihood to infinity.
const SMALLEST_LOG_DEVIATION = -3;
const LARGEST_LOG_DEVIATION = 1;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * A conditional variational autoencoder (Kingma and Welling 2014; Sohn et al. 2015): normal posterior
 * q(z | x, c), prior N(0, I), normal likelihood with one learned variance a feature (Rybkin et al. 2021).
 * Owns its variables: `dispose` it.
 */
export class ConditionalVae {
  readonly #encoder: readonly Dense[];
  readonly #posteriorMean: Dense;
  readonly #posteriorLogVariance: Dense;
  readonly #decoder: readonly Dense[];
  readonly #output: Dense;
  readonly #logDeviations: Parameter;

  /** @param random makes the initial weights, so that a seed makes the network */
  constructor(
    private readonly tf: TensorFlow,
    readonly shape: VaeShape,
    random: Random,
  ) {
    const { features, condition, hidden, latent } = shape;
    const parameter = (values: Float32Array, size: number[]): Parameter => ({
      values,
      variable: tf.tidy(() => tf.variable(tf.tensor(values.slice(), size))),
    });
    const dense = (inputs: number, outputs: number): Dense => ({
      weights: parameter(glorotUniform(inputs, outputs, random), [inputs, outputs]),
      biases: parameter(new Float32Array(outputs), [outputs]),
    });
    this.#encoder = [dense(features + condition, hidden)];
    this.#posteriorMean = dense(hidden, latent);
    this.#posteriorLogVariance = dense(hidden, latent);
    this.#decoder = [dense(latent + condition, hidden), dense(hidden, hidden)];
    this.#output = dense(hidden, features);
    this.#logDeviations = parameter(new Float32Array(features), [features]);
  }

  /** The numbers that are trained; after changing them, `synchronise`. */
  values(): Float32Array[] {
    return this.#parameters().map(({ values }) => values);
  }

  /** The variables of TensorFlow in the order of `values`. */
  variables(): Variable[] {
    return this.#parameters().map(({ variable }) => variable);
  }

  /** Makes the variables equal to the values. */
  synchronise(): void {
    const { tf } = this;
    tf.tidy(() => {
      for (const { values, variable } of this.#parameters()) {
        variable.assign(tf.tensor(values.slice(), variable.shape));
      }
    });
  }

  /** Mean and log variance of q(z | x, c), one row a track. */
  encode(x: Tensor2D, c: Tensor2D): { mean: Tensor2D; logVariance: Tensor2D } {
    const hidden = this.#hidden(this.#encoder, this.tf.concat([x, c], 1));
    return {
      mean: this.#linear(this.#posteriorMean, hidden),
      logVariance: this.#linear(this.#posteriorLogVariance, hidden),
    };
  }

  /**
   * The loss of a batch.
   * @param noise standard normal, batch × latent: the draw from the posterior
   */
  loss(x: Tensor2D, c: Tensor2D, noise: Tensor2D, { beta, freeBits }: LossOptions): VaeLoss {
    const { tf } = this;
    const { mean, logVariance } = this.encode(x, c);
    const z = tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise)) as Tensor2D;
    const decoded = this.#linear(this.#output, this.#hidden(this.#decoder, tf.concat([z, c], 1)));
    const logDeviations = tf.clipByValue(
      this.#logDeviations.variable,
      SMALLEST_LOG_DEVIATION,
      LARGEST_LOG_DEVIATION,
    );
    const deviations = tf.mul(tf.sub(x, decoded), tf.exp(tf.neg(logDeviations)));
    const density = tf.add(tf.add(tf.mul(tf.square(deviations), 0.5), logDeviations), HALF_LOG_TWO_PI);
    const reconstruction = tf.mean(tf.sum(density, 1)) as Scalar;
    // KL(N(μ, σ²) ‖ N(0, 1)) = (μ² + σ² − ln σ² − 1) / 2, a dimension, averaged over the batch.
    const divergence = tf.mul(
      tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1)),
      0.5,
    );
    const klByDimension = tf.mean(divergence, 0);
    const charged = tf.sum(tf.maximum(klByDimension, freeBits));
    return {
      total: tf.add(reconstruction, tf.mul(charged, beta)) as Scalar,
      reconstruction,
      kl: tf.sum(klByDimension) as Scalar,
    };
  }

  /** The decoder as plain numbers. */
  exportDecoder(): ConditionalDecoder {
    const layer = ({ weights, biases }: Dense, activation: DecoderLayer["activation"]): DecoderLayer => ({
      inputs: weights.variable.shape[0]!,
      outputs: weights.variable.shape[1]!,
      activation,
      weights: weights.values.slice(),
      biases: biases.values.slice(),
    });
    return {
      latent: this.shape.latent,
      condition: this.shape.condition,
      layers: [...this.#decoder.map((dense) => layer(dense, "tanh")), layer(this.#output, "linear")],
      logDeviations: this.#logDeviations.values.map((value) =>
        Math.min(Math.max(value, SMALLEST_LOG_DEVIATION), LARGEST_LOG_DEVIATION),
      ),
    };
  }

  dispose(): void {
    for (const variable of this.variables()) variable.dispose();
  }

  #parameters(): Parameter[] {
    const layers = [
      ...this.#encoder,
      this.#posteriorMean,
      this.#posteriorLogVariance,
      ...this.#decoder,
      this.#output,
    ];
    return [...layers.flatMap(({ weights, biases }) => [weights, biases]), this.#logDeviations];
  }

  #hidden(layers: readonly Dense[], input: Tensor2D): Tensor2D {
    let activations = input;
    for (const dense of layers) activations = this.tf.tanh(this.#linear(dense, activations));
    return activations;
  }

  #linear({ weights, biases }: Dense, input: Tensor2D): Tensor2D {
    return this.tf.add(this.tf.matMul(input, weights.variable as Tensor2D), biases.variable) as Tensor2D;
  }
}

/** Initial weights after Glorot and Bengio (2010). */
function glorotUniform(inputs: number, outputs: number, random: Random): Float32Array {
  const limit = Math.sqrt(6 / (inputs + outputs));
  return Float32Array.from({ length: inputs * outputs }, () => limit * (2 * random.uniform() - 1));
}
