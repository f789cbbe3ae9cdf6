import { setImmediate as nextTurn } from "node:timers/promises";
import {
  keyedRandom,
  shuffledIndices,
  type ConditionalDecoder,
  type Random,
  type TrackRows,
} from "@interlude/core-tracks";
import { Adam } from "./adam.js";
import { ConditionalVae } from "./conditional-vae.js";
import type { TensorFlow } from "@interlude/infra-tensorflow";
import { type TensorRows, VaeEvaluation, noiseOf, tensorsOf } from "./vae-evaluation.js";

export interface TrainDecoderOptions {
  readonly seed: string;
  readonly hidden: number;
  readonly latent: number;
  readonly batch: number;
  /** At the start; it falls to zero along a cosine. */
  readonly learningRate: number;
  /** Optimiser steps in all, rounded up to whole passes over the data. */
  readonly steps: number;
  /** Share of the steps over which the weight of the divergence rises from 0 to 1. */
  readonly warmUp: number;
  /** Nats a latent dimension without cost. */
  readonly freeBits: number;
}

export const TRAIN_DECODER_DEFAULTS: TrainDecoderOptions = {
  seed: "interlude",
  hidden: 96,
  latent: 8,
  batch: 256,
  learningRate: 8e-3,
  steps: 800,
  warmUp: 0.25,
  freeBits: 0.05,
};

/** Progress of a training after a pass over the data; losses in nats a track. */
interface TrainingProgress {
  /** From 1. */
  readonly pass: number;
  readonly passes: number;
  readonly trainLoss: number;
  /** `null` if nothing is held out. */
  readonly validationLoss: number | null;
}

export interface TrainingHooks {
  /** Called after every pass over the data. */
  readonly onPass?: (progress: TrainingProgress) => void | Promise<void>;
  /** Ends training with the signal's reason. */
  readonly signal?: AbortSignal;
}

interface TrainedDecoder {
  readonly decoder: ConditionalDecoder;
  /** What training measured, by name; losses in nats a track. */
  readonly diagnostics: Readonly<Record<string, number>>;
}

// The event loop gets a turn this often, so that heartbeats and health checks go on during training.
const STEPS_A_TURN = 8;

/**
 * Trains a conditional VAE and returns its decoder, as of the pass with the lowest held-out loss after the
 * warm-up. Equal rows, options and backend give equal weights. No tensor outlives the call.
 * @throws the signal's reason when aborted
 */
export async function trainDecoder(
  tf: TensorFlow,
  train: TrackRows,
  validation: TrackRows,
  options: TrainDecoderOptions,
  hooks: TrainingHooks = {},
): Promise<TrainedDecoder> {
  const learnt = tensorsOf(tf, train);
  const held = validation.scores.length > 0 ? tensorsOf(tf, validation) : null;
  const vae = new ConditionalVae(
    tf,
    {
      features: learnt.x.shape[1],
      condition: learnt.c.shape[1],
      hidden: options.hidden,
      latent: options.latent,
    },
    keyedRandom(`${options.seed} weights`),
  );
  try {
    return await new TrainingRun(tf, vae, learnt, held, options, hooks).run();
  } finally {
    vae.dispose();
    tf.dispose([learnt.x, learnt.c, ...(held === null ? [] : [held.x, held.c])]);
  }
}

/** One training: the loop and what it measures on the way. */
class TrainingRun {
  readonly #batches: number;
  readonly #passes: number;
  readonly #random: Random;
  readonly #adam: Adam;
  readonly #evaluation: VaeEvaluation;
  #step = 0;

  constructor(
    private readonly tf: TensorFlow,
    private readonly vae: ConditionalVae,
    private readonly learnt: TensorRows,
    private readonly held: TensorRows | null,
    private readonly options: TrainDecoderOptions,
    private readonly hooks: TrainingHooks,
  ) {
    this.#batches = Math.ceil(learnt.count / options.batch);
    this.#passes = Math.ceil(options.steps / this.#batches);
    this.#random = keyedRandom(`${options.seed} batches`);
    this.#adam = new Adam(vae.values());
    this.#evaluation = new VaeEvaluation(tf, vae, options.seed);
  }

  async run(): Promise<TrainedDecoder> {
    const { options, hooks } = this;
    let best: { pass: number; loss: number; decoder: ConditionalDecoder } | null = null;
    let trainLoss = NaN;
    for (let pass = 1; pass <= this.#passes; pass++) {
      trainLoss = await this.#runPass();
      const validationLoss = this.held === null ? null : this.#evaluation.loss(this.held).loss;
      // Before the end of the warm-up the loss does not yet charge for information in the latent.
      if (pass > this.#passes * options.warmUp) {
        const loss = validationLoss ?? -pass;
        if (best === null || loss < best.loss) best = { pass, loss, decoder: this.vae.exportDecoder() };
      }
      await hooks.onPass?.({ pass, passes: this.#passes, trainLoss, validationLoss });
    }
    const measured = this.held ?? this.learnt;
    return {
      decoder: best!.decoder,
      diagnostics: {
        passes: this.#passes,
        bestPass: best!.pass,
        trainLoss,
        ...this.#evaluation.diagnostics(measured),
      },
    };
  }

  /** One pass over the data in a new random order; the mean loss. */
  async #runPass(): Promise<number> {
    const { tf, learnt, options } = this;
    const order = shuffledIndices(learnt.count, this.#random);
    let sum = 0;
    for (let from = 0; from < learnt.count; from += options.batch) {
      this.hooks.signal?.throwIfAborted();
      const indices = order.subarray(from, from + options.batch);
      const loss = tf.tidy(() => this.#update(indices));
      sum += loss * indices.length;
      this.#step++;
      if (this.#step % STEPS_A_TURN === 0) await nextTurn();
    }
    return sum / learnt.count;
  }

  #update(indices: Int32Array): number {
    const { tf, vae, learnt, options } = this;
    const rows = tf.tensor1d(indices, "int32");
    const x = tf.gather(learnt.x, rows);
    const c = tf.gather(learnt.c, rows);
    const noise = noiseOf(tf, [indices.length, options.latent], this.#random);
    const progress = this.#step / (this.#passes * this.#batches);
    const beta = Math.min(1, progress / options.warmUp);
    const { value, grads } = tf.variableGrads(
      () => vae.loss(x, c, noise, { beta, freeBits: options.freeBits }).total,
      vae.variables(),
    );
    const gradients = vae.variables().map(({ name }) => grads[name]!.dataSync());
    this.#adam.step(gradients, (options.learningRate * (1 + Math.cos(Math.PI * progress))) / 2);
    vae.synchronise();
    return value.dataSync()[0]!;
  }
}
