import { setImmediate as nextTurn } from "node:timers/promises";
import { performance } from "node:perf_hooks";
import type { Tensor1D } from "@tensorflow/tfjs";
import {
  type PassReport,
  type Random,
  type TrainingOptions,
  keyedRandom,
  shuffledIndices,
} from "@interlude/core-tracks";
import type { TensorFlow } from "../tensorflow.js";
import { type AdamWState, adamW } from "./adam-w.js";
import { TrainingError } from "./errors.js";
import type { Evaluator } from "./evaluation.js";
import { gradientsOf } from "./gradients.js";
import type { NoisePool } from "./noise.js";
import type { ParameterLayout } from "./parameters.js";
import type { ResidentData } from "./resident-data.js";
import { scheduleAt } from "./schedule.js";
import type { TrainingProgress } from "./training-state.js";
import type { Triangle } from "./triangle.js";

/** What the passes of a training work with. */
export interface Equipment {
  readonly tf: TensorFlow;
  readonly data: ResidentData;
  readonly layout: ParameterLayout;
  readonly triangle: Triangle | null;
  readonly noise: NoisePool;
  readonly evaluator: Evaluator;
  /** Whether the evaluator watches held-out rows. */
  readonly held: boolean;
  readonly options: TrainingOptions;
  readonly signal: AbortSignal | undefined;
}

/** Another turn of the event loop at least this often, for signals, heartbeats and health checks. */
const TURN_MILLISECONDS = 50;

export interface Passes {
  readonly passes: number;
  readonly stepsAPass: number;
}

/** How many passes of how many steps. */
export function passesOf(rows: number, { batch, steps }: TrainingOptions): Passes {
  const stepsAPass = Math.ceil(rows / batch);
  return { passes: Math.ceil(steps / stepsAPass), stepsAPass };
}

/**
 * One pass over the data in a new random order, and what it measured. Steps read nothing back from the backend.
 * @param state is disposed; the new one is the caller's
 * @throws TrainingError `TRAINING_DIVERGED`; the signal's reason when aborted
 */
export async function runPass(
  equipment: Equipment,
  state: AdamWState,
  { attempt, schedule, pass: done }: TrainingProgress,
): Promise<{ state: AdamWState; report: PassReport }> {
  const { tf, data, options, evaluator, held, signal } = equipment;
  const { passes, stepsAPass } = passesOf(data.rows, options);
  const { latent } = options;
  const start = performance.now();
  const random = keyedRandom(`${options.seed} attempt ${attempt} pass ${done + 1}`);
  const order = orderOf(equipment, random);
  const kept: { state: AdamWState; sums: Tensor1D } = { state, sums: tf.zeros([1 + latent]) };
  try {
    let turn = performance.now();
    for (let s = 0; s < stepsAPass; s++) {
      signal?.throwIfAborted();
      const step = done * stepsAPass + s;
      const from = Math.floor((s * data.rows) / stepsAPass);
      const rows = Math.floor(((s + 1) * data.rows) / stepsAPass) - from;
      const next = tf.tidy(() => {
        const { klWeight, learningRate } = scheduleAt(step / (passes * stepsAPass), schedule, options);
        const { gradients, sums } = gradientsOf(
          tf,
          equipment.layout.layers(tf, kept.state.parameters),
          equipment.triangle,
          {
            batch: data.gather(tf.slice(order.rows, from, rows), tf.slice(order.copied, from, rows)),
            noise: equipment.noise.latent(rows, random),
            masks: equipment.noise.masks(rows, random),
            klWeight,
            freeBits: schedule.freeBits,
          },
        );
        const losses = tf.concat([tf.reshape(sums.reconstruction, [1]), sums.klByDimension]) as Tensor1D;
        const moved = adamW(tf, kept.state, equipment.layout.vector(tf, gradients), {
          ...options,
          step: step + 1,
          learningRate,
        });
        return { ...moved, sums: tf.add(kept.sums, losses) as Tensor1D };
      });
      tf.dispose([kept.state.parameters, kept.state.first, kept.state.second, kept.sums]);
      kept.state = { parameters: next.parameters, first: next.first, second: next.second };
      kept.sums = next.sums;
      if (performance.now() - turn > TURN_MILLISECONDS) {
        await nextTurn();
        turn = performance.now();
      }
    }
    const [reconstruction, ...klByDimension] = Array.from(
      kept.sums.dataSync() as Float32Array,
      (sum) => sum / data.rows,
    );
    const watched = await evaluator.evaluate(kept.state.parameters, signal);
    const kl = klByDimension.reduce((sum, value) => sum + value, 0);
    const heldLoss = watched.reconstruction + schedule.klWeight * watched.kl;
    if (!Number.isFinite(reconstruction! + kl + heldLoss)) {
      throw new TrainingError(
        "TRAINING_DIVERGED",
        `the loss is no longer a number after pass ${done + 1}: try a lower learning rate`,
      );
    }
    const report: PassReport = {
      pass: done + 1,
      passes,
      attempt,
      reconstruction: reconstruction!,
      kl,
      klByDimension,
      activeUnits: watched.activeUnits,
      ...scheduleAt((done + 1) / passes, schedule, options),
      heldLoss: held ? heldLoss : null,
      calibration: watched.calibration,
      seconds: (performance.now() - start) / 1000,
    };
    return { state: kept.state, report };
  } catch (error) {
    tf.dispose([kept.state.parameters, kept.state.first, kept.state.second]);
    throw error;
  } finally {
    tf.dispose([kept.sums, order.rows, order.copied]);
  }
}

/** The rows in a new order, each from a random copy. */
function orderOf({ tf, data }: Equipment, random: Random): { rows: Tensor1D; copied: Tensor1D } {
  const rows = shuffledIndices(data.rows, random);
  const copied = rows.map((row) => random.below(data.copies) * data.rows + row);
  return { rows: tf.tensor1d(rows, "int32"), copied: tf.tensor1d(copied, "int32") };
}
