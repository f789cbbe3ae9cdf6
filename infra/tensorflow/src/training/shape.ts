import { type NetworkTrainingData, type TrainingOptions, decoderOutputs } from "@interlude/core-tracks";

/** Widths of a network under training. */
export interface NetworkShape {
  readonly features: number;
  /** At least 1: without conditions it is a column of zeros. */
  readonly condition: number;
  readonly latent: number;
  readonly hidden: number;
  readonly priorHidden: number;
  readonly covariance: "diagonal" | "full";
  /** Whether the encoder is told which scores are observed: only where some are missing. */
  readonly masked: boolean;
}

/** Above this many features the triangles of a full covariance outweigh the rest of the network. */
const MOST_FEATURES_IN_FULL = 40;

/** The widths that data and options make. */
export function shapeOf(data: NetworkTrainingData, options: TrainingOptions): NetworkShape {
  const features = data.scores[0]!.columns;
  const automatic = features <= MOST_FEATURES_IN_FULL ? "full" : "diagonal";
  return {
    features,
    condition: Math.max(1, data.conditions.columns),
    latent: options.latent,
    hidden: options.hidden,
    priorHidden: options.priorHidden,
    covariance: options.covariance === "automatic" ? automatic : options.covariance,
    masked: [data.scores[0]!, data.heldScores].some(({ values }) => values.some(Number.isNaN)),
  };
}

/** Names of the dense layers, in the order of their parameters. */
export type LayerName =
  | "encoder1"
  | "encoder2"
  | "posterior"
  | "prior1"
  | "prior2"
  | "decoder1"
  | "decoder2"
  | "output";

/** Inputs and outputs of each dense layer. */
export function layersOf(shape: NetworkShape): Record<LayerName, { inputs: number; outputs: number }> {
  const { features, condition, latent, hidden, priorHidden, covariance, masked } = shape;
  return {
    encoder1: { inputs: features * (masked ? 2 : 1) + condition, outputs: hidden },
    encoder2: { inputs: hidden, outputs: hidden },
    posterior: { inputs: hidden, outputs: 2 * latent },
    prior1: { inputs: condition, outputs: priorHidden },
    prior2: { inputs: priorHidden, outputs: 2 * latent },
    decoder1: { inputs: latent + condition, outputs: hidden },
    decoder2: { inputs: hidden, outputs: hidden },
    output: { inputs: hidden, outputs: decoderOutputs(features, covariance) },
  };
}
