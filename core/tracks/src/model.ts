import type { Clusters } from "./clusters.js";
import { conditionNames, type ConditionSpace } from "./condition.js";
import { checkDecoder, type ConditionalDecoder, type DecoderLayer } from "./conditional-decoder.js";
import { TracksError, requireLength } from "./errors.js";
import { COORDINATES_LENGTH, type FeatureSpace } from "./feature-space.js";
import { hashHex } from "./random.js";
import { FEATURE_NAMES } from "./track-features.js";
import type { QuantileTransform, Standardisation } from "./transforms.js";

const FORMAT = "interlude-track-model-1";

/** What decides the tracks that a model generates. */
export interface TrackModelParts {
  readonly space: FeatureSpace;
  /** How a pair becomes the decoder's condition. */
  readonly conditions: ConditionSpace;
  readonly decoder: ConditionalDecoder;
  /** From samples of the decoder, feature by feature, to standard normal scores. */
  readonly calibration: QuantileTransform;
  /** From standard normal scores to the catalogue's coordinates. */
  readonly quantiles: QuantileTransform;
}

/** A trained generator of track vectors, whole: it gives the same tracks for a pair on every machine. */
export interface TrackModel extends TrackModelParts {
  /** Derived from the parts: equal parts have equal ids, on every machine. */
  readonly id: string;
  /** Tracks that it was fitted to. */
  readonly trainedTracks: number;
  /** Evaluation by name; see `evaluateTrackModel` and the trainer. */
  readonly metrics: Readonly<Record<string, number>>;
}

interface SerializedLayer extends Omit<DecoderLayer, "weights" | "biases"> {
  readonly weights: string;
  readonly biases: string;
}

type SerializedParts = Omit<TrackModelParts, "decoder" | "conditions"> & {
  readonly conditions: {
    /** The clusters, by the name that the first models had for them: the id of a model depends on it. */
    readonly scenes: Clusters;
    readonly standardisation: Standardisation;
  };
  readonly decoder: Omit<ConditionalDecoder, "layers" | "logDeviations"> & {
    readonly layers: readonly SerializedLayer[];
    readonly logDeviations: string;
  };
};

interface SerializedModel {
  readonly format: string;
  readonly id: string;
  readonly trainedTracks: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly parts: SerializedParts;
}

// Float32, little-endian, base64: half the size of decimal text, and exact.
function encodeFloats(values: Float32Array): string {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeFloatLE(value, i * 4);
  return bytes.toString("base64");
}

function decodeFloats(text: string): Float32Array {
  const bytes = Buffer.from(text, "base64");
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(i * 4));
}

function serializeParts(parts: TrackModelParts): SerializedParts {
  const { space, conditions, decoder, calibration, quantiles } = parts;
  return {
    space,
    conditions: { scenes: conditions.clusters, standardisation: conditions.standardisation },
    decoder: {
      latent: decoder.latent,
      condition: decoder.condition,
      layers: decoder.layers.map(({ inputs, outputs, activation, weights, biases }) => ({
        inputs,
        outputs,
        activation,
        weights: encodeFloats(weights),
        biases: encodeFloats(biases),
      })),
      logDeviations: encodeFloats(decoder.logDeviations),
    },
    calibration,
    quantiles,
  };
}

/**
 * Checks the parts against each other and names the model by their content.
 * @throws TracksError `MODEL_FEATURES_UNKNOWN`, `SHAPE_MISMATCH`, `VALUE_NOT_FINITE`
 */
export function buildTrackModel(
  parts: TrackModelParts,
  about: Pick<TrackModel, "trainedTracks" | "metrics">,
): TrackModel {
  checkParts(parts);
  return { ...parts, ...about, id: modelId(serializeParts(parts)) };
}

function modelId(parts: SerializedParts): string {
  return `tracks-${hashHex(JSON.stringify(parts)).slice(0, 16)}`;
}

function checkParts({ space, conditions, decoder, calibration, quantiles }: TrackModelParts): void {
  checkDecoder(decoder);
  requireFeatures(space);
  const width = conditionNames(conditions.clusters).length;
  requireLength("the model's conditions", conditions.standardisation.mean.length, width);
  requireLength("the decoder's condition", decoder.condition, width);
  requireLength("the decoder's output", decoder.logDeviations.length, COORDINATES_LENGTH);
  requireLength("the model's calibration", calibration.quantiles.length, COORDINATES_LENGTH);
  requireLength("the model's quantiles", quantiles.quantiles.length, COORDINATES_LENGTH);
}

function requireFeatures({ features }: FeatureSpace): void {
  const names = features.map(({ name }) => name).join(", ");
  if (names === FEATURE_NAMES.join(", ")) return;
  throw new TracksError(
    "MODEL_FEATURES_UNKNOWN",
    `the track model has the features ${names}, this build computes ${FEATURE_NAMES.join(", ")}; train a new one`,
  );
}

/** The model as JSON text; the same bytes for the same model. */
export function serializeTrackModel(model: TrackModel): string {
  const { id, trainedTracks, metrics } = model;
  const serialized: SerializedModel = {
    format: FORMAT,
    id,
    trainedTracks,
    metrics,
    parts: serializeParts(model),
  };
  return JSON.stringify(serialized);
}

/**
 * Reads a model back; it generates bit for bit what the written one did.
 * @throws TracksError `MODEL_FORMAT_UNKNOWN` for another format, `MODEL_FEATURES_UNKNOWN` for other features than this
 * build computes, `MODEL_CORRUPT` if the content does not hash to the id, `SHAPE_MISMATCH`, `VALUE_NOT_FINITE`
 */
export function parseTrackModel(text: string): TrackModel {
  const serialized = parseJson(text);
  if (serialized.format !== FORMAT) {
    throw new TracksError(
      "MODEL_FORMAT_UNKNOWN",
      `the track model has format ${String(serialized.format)}, this program reads ${FORMAT}; train a new one`,
    );
  }
  if (serialized.parts === undefined || modelId(serialized.parts) !== serialized.id) {
    throw new TracksError(
      "MODEL_CORRUPT",
      `the content of track model ${serialized.id} is not what its id was made from; fetch it again or train a new one`,
    );
  }
  const { space, conditions, decoder, calibration, quantiles } = serialized.parts;
  const layers = decoder.layers.map((layer) => ({
    ...layer,
    weights: decodeFloats(layer.weights),
    biases: decodeFloats(layer.biases),
  }));
  const { trainedTracks, metrics } = serialized;
  return buildTrackModel(
    {
      space,
      conditions: { clusters: conditions.scenes, standardisation: conditions.standardisation },
      decoder: { ...decoder, layers, logDeviations: decodeFloats(decoder.logDeviations) },
      calibration,
      quantiles,
    },
    { trainedTracks, metrics },
  );
}

function parseJson(text: string): SerializedModel {
  try {
    return JSON.parse(text) as SerializedModel;
  } catch (error) {
    throw new TracksError(
      "MODEL_CORRUPT",
      `the track model is no JSON (${(error as Error).message}); train a new one`,
    );
  }
}
