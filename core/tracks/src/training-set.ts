import { missingModels, type ClassProbabilities } from "./acoustic-models.js";
import {
  conditioningFeaturesOf,
  fitConditionSpace,
  rawCondition,
  type ArtistContext,
  type ConditionSpace,
} from "./condition.js";
import { TracksError } from "./errors.js";
import {
  fitFeatureSpace,
  trackVectorFromClassProbabilities,
  vectorToCoordinates,
  type FeatureSpace,
} from "./feature-space.js";
import { hashWords } from "./random.js";
import { fitClusters } from "./clusters.js";
import { fitQuantileTransform, standardise, toNormalScores, type QuantileTransform } from "./transforms.js";

/** A track to learn from. */
export interface TrainingTrack {
  readonly recording: string;
  /** MBID of the first credited artist: all tracks of one artist are either learnt from or held out. */
  readonly artist: string;
  /** That artist, and the second credited one: the same again if there is none. */
  readonly context: readonly [ArtistContext, ArtistContext];
  readonly probabilities: ClassProbabilities;
}

/** One side of the split; row i of each array belongs to one track. */
export interface TrackRows {
  readonly vectors: readonly Float64Array[];
  /** Standard normal scores of the coordinates: what the network models. */
  readonly scores: readonly Float64Array[];
  /** Standardised conditions. */
  readonly conditions: readonly Float64Array[];
}

export interface TrainingSet {
  readonly space: FeatureSpace;
  readonly conditions: ConditionSpace;
  readonly quantiles: QuantileTransform;
  readonly train: TrackRows;
  /** Tracks of artists that `train` does not have; empty if the catalogue is too small to spare any. */
  readonly validation: TrackRows;
  /** Tracks left out because a classifier's output is missing. */
  readonly incomplete: number;
}

/** Fewer tracks than this do not make a model. */
const FEWEST_TRAINING_TRACKS = 50;
const HELD_OUT_SHARE = 0.1;
const FEWEST_HELD_OUT = 20;

function hashShare(text: string): number {
  return hashWords(text)[0] / 2 ** 32;
}

/**
 * Prepares tracks for training: orders, splits by artist and transforms. Depends on the set of tracks, not on
 * their order.
 * @throws TracksError `TRACKS_TOO_FEW` under 50 complete tracks
 */
export function prepareTrainingSet(tracks: readonly TrainingTrack[]): TrainingSet {
  const complete = tracks.filter(({ probabilities }) => missingModels(probabilities).length === 0);
  if (complete.length < FEWEST_TRAINING_TRACKS) {
    throw new TracksError(
      "TRACKS_TOO_FEW",
      `${complete.length} tracks with acoustic features, at least ${FEWEST_TRAINING_TRACKS} are needed to train on; ` +
        "ingest AcousticBrainz archives of this catalogue",
    );
  }
  const chosen = complete.sort(byRecording);
  const heldOut = chosen.filter(({ artist }) => hashShare(`hold out ${artist}`) < HELD_OUT_SHARE);
  const split = heldOut.length >= FEWEST_HELD_OUT && chosen.length - heldOut.length >= FEWEST_TRAINING_TRACKS;
  const held = new Set(split ? heldOut : []);
  const learnt = chosen.filter((track) => !held.has(track));

  const space = fitFeatureSpace(learnt.map(({ probabilities }) => probabilities));
  const clusters = fitClusters(embeddingsByArtist(learnt));
  const raw = (side: readonly TrainingTrack[]) => {
    const vectors = side.map(({ probabilities }) => trackVectorFromClassProbabilities(space, probabilities));
    return {
      vectors,
      coordinates: vectors.map((vector) => vectorToCoordinates(vector)),
      conditions: side.map(({ context: [a, b] }) =>
        rawCondition(clusters, conditioningFeaturesOf(clusters, a), conditioningFeaturesOf(clusters, b)),
      ),
    };
  };
  const learntRaw = raw(learnt);
  const quantiles = fitQuantileTransform(learntRaw.coordinates);
  const conditions = fitConditionSpace(clusters, learntRaw.conditions);
  const rows = (side: ReturnType<typeof raw>): TrackRows => ({
    vectors: side.vectors,
    scores: side.coordinates.map((row) => toNormalScores(quantiles, row)),
    conditions: side.conditions.map((row) => standardise(conditions.standardisation, row)),
  });
  return {
    space,
    conditions,
    quantiles,
    train: rows(learntRaw),
    validation: rows(raw([...held])),
    incomplete: tracks.length - complete.length,
  };
}

/** The embedding of each first artist, once, in the order of MBIDs. */
function embeddingsByArtist(tracks: readonly TrainingTrack[]): ArrayLike<number>[] {
  const byArtist = new Map(tracks.map(({ artist, context }) => [artist, context[0].embedding]));
  return [...byArtist.keys()].sort().map((artist) => byArtist.get(artist)!);
}

function byRecording(x: TrainingTrack, y: TrainingTrack): number {
  return x.recording < y.recording ? -1 : Number(x.recording > y.recording);
}
