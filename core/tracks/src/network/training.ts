import type { Matrix } from "@interlude/core-numerics";
import type { ConditionalNetwork } from "./network.js";
import type { NetworkTrainingData } from "./training-data.js";

export interface TrainingOptions {
  /** Equal seeds, data, options and backend give equal networks. */
  readonly seed: string;
  readonly latent: number;
  /** Width of the two hidden layers of encoder and decoder. */
  readonly hidden: number;
  /** Width of the hidden layer of the prior. */
  readonly priorHidden: number;
  /** "automatic": full up to 40 features. */
  readonly covariance: ConditionalNetwork["covariance"] | "automatic";
  /** Share of the decoder's hidden units that a step leaves out. */
  readonly dropout: number;
  /** Rows a step; of less data, all of it. */
  readonly batch: number;
  /** Steps in all, rounded up to whole passes over the data. */
  readonly steps: number;
  /** At the start; it falls to zero along a cosine. */
  readonly learningRate: number;
  /** Decoupled (Loshchilov and Hutter 2019). */
  readonly weightDecay: number;
  /** Largest norm of a gradient. */
  readonly clipNorm: number;
  /** Share of the steps over which the weight of the divergence rises from 0 to `klWeight`. */
  readonly warmUp: number;
  /** Final weight of the divergence: below 1, latents carry more and the aggregated posterior leaves the prior. */
  readonly klWeight: number;
  /** Nats a latent dimension that cost nothing (Kingma et al. 2016). */
  readonly freeBits: number;
  /** After the warm-up, training stops after this share of all passes without a lower held-out loss. */
  readonly patience: number;
  /** Passes from one checkpoint to the next. */
  readonly checkpointPasses: number;
  /** Bytes that data, network and a step may take outside of JavaScript's heap. */
  readonly memoryBytes: number;
  /** A checkpoint of a training of the same data and options, to go on from. */
  readonly resume: Uint8Array | null;
}

/**
 * The recipe. Below the standard weight of 1, latents carry more; the mixtures of the second stage make up for the prior
 * that they leave.
 */
export const TRAINING_DEFAULTS: TrainingOptions = {
  seed: "interlude",
  latent: 8,
  hidden: 128,
  priorHidden: 64,
  covariance: "automatic",
  dropout: 0.1,
  batch: 256,
  steps: 3200,
  learningRate: 2e-3,
  weightDecay: 1e-3,
  clipNorm: 5,
  warmUp: 0.25,
  klWeight: 0.5,
  freeBits: 0.05,
  patience: 0.25,
  checkpointPasses: 25,
  memoryBytes: 2 ** 30,
  resume: null,
};

/** The part of the options that a collapse changes. */
export type TrainingSchedule = Pick<TrainingOptions, "warmUp" | "klWeight" | "freeBits">;

/** What one pass over the data measured. Losses in nats a row. */
export interface PassReport {
  /** From 1; starts anew with a further attempt. */
  readonly pass: number;
  readonly passes: number;
  /** 1, or 2 after a collapse. */
  readonly attempt: number;
  /** Negative log-likelihood of the observed scores, mean over the pass. */
  readonly reconstruction: number;
  /** Kullback–Leibler divergence of the posterior from the prior. */
  readonly kl: number;
  readonly klByDimension: readonly number[];
  /**
   * Latent dimensions of which the posterior mean, in standard deviations of the prior about the prior's mean, varies
   * by more than 0.01 over the watched rows: held-out ones, or else a sample of the others (Burda et al. 2016, for a prior that depends on the condition).
   */
  readonly activeUnits: number;
  /** Weight of the divergence and learning rate at the end of the pass. */
  readonly klWeight: number;
  readonly learningRate: number;
  /** Reconstruction + final weight × divergence on held-out rows (at most 2,048 of them); null if there are none. */
  readonly heldLoss: number | null;
  /** Of each feature's standardised residuals on the watched rows: 0 and 1 if calibrated; null if never observed. */
  readonly calibration: {
    readonly mean: readonly (number | null)[];
    readonly variance: readonly (number | null)[];
  };
  /** Wall-clock time of the pass, its evaluation included. */
  readonly seconds: number;
}

/** The posterior collapsed: fewer than half of the latent dimensions carry anything. */
export interface CollapseReport {
  readonly code: "POSTERIOR_COLLAPSED";
  readonly attempt: number;
  readonly pass: number;
  readonly activeUnits: number;
  /** The schedule under which it collapsed, and that of the attempt that follows; null if none does. */
  readonly schedule: TrainingSchedule;
  readonly next: TrainingSchedule | null;
}

export interface TrainingHooks {
  /** Called after every pass over the data. */
  readonly onPass?: (report: PassReport) => void | Promise<void>;
  readonly onCollapse?: (report: CollapseReport) => void | Promise<void>;
  /** Ends training with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called every `checkpointPasses` passes with what `resume` goes on from. */
  readonly checkpoint?: (bytes: Uint8Array) => void | Promise<void>;
}

export interface TrainedNetwork {
  /** As of the pass with the lowest held-out loss after the warm-up; of the last pass if nothing is held out. */
  readonly network: ConditionalNetwork;
  /** q(z | x, c) of the training rows, of the first copy of their scores. */
  readonly posterior: { readonly mean: Matrix; readonly logVariance: Matrix };
  /** Every pass, those of a collapsed attempt included. */
  readonly history: readonly PassReport[];
  readonly diagnostics: {
    /** The attempt and pass that the network is of. */
    readonly attempt: number;
    readonly pass: number;
    /** Of that pass, as in `PassReport`. */
    readonly activeUnits: number;
    readonly heldLoss: number | null;
    /** The schedule that the network was trained with. */
    readonly schedule: TrainingSchedule;
    /** None, one (the second attempt held), or two: then the network is collapsed and should not serve. */
    readonly collapses: readonly CollapseReport[];
    readonly collapsed: boolean;
    readonly trainingSeconds: number;
  };
}

/** Trains a network; what computes is passed in, so that recipes do not depend on it. */
export type TrainNetwork = (
  data: NetworkTrainingData,
  options: TrainingOptions,
  hooks: TrainingHooks,
) => Promise<TrainedNetwork>;
