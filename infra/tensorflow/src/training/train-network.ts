import type { Tensor1D } from "@tensorflow/tfjs";
import { takeRows } from "@interlude/core-numerics";
import {
  type CollapseReport,
  type NetworkTrainingData,
  type PassReport,
  type TrainedNetwork,
  type TrainingHooks,
  type TrainingOptions,
  type TrainingSchedule,
  keyedRandom,
  shuffledIndices,
} from "@interlude/core-tracks";
import type { TensorFlow } from "../tensorflow.js";
import type { AdamWState } from "./adam-w.js";
import { type Equipment, passesOf, runPass } from "./attempt.js";
import { checkTraining } from "./check-training.js";
import { checkpointBytes, fingerprintOf, parseCheckpoint } from "./checkpoint.js";
import { Evaluator, WATCHED_ROWS } from "./evaluation.js";
import { exportNetwork } from "./export-network.js";
import { checkMemory, trainingBytes, watchMemory } from "./memory.js";
import { NoisePool } from "./noise.js";
import { ParameterLayout } from "./parameters.js";
import { posteriorOf } from "./posterior.js";
import { ResidentData } from "./resident-data.js";
import { gentler } from "./schedule.js";
import { type NetworkShape, shapeOf } from "./shape.js";
import { type TrainingProgress, type TrainingVectors, firstProgress } from "./training-state.js";
import { triangleOf } from "./triangle.js";

/**
 * Trains a conditional VAE with TensorFlow.js. Equal data, options and backend give equal networks, also across a
 * `resume`; no tensor outlives the call. If the posterior collapses, training starts again once, under a gentler
 * schedule.
 * @throws TrainingError `TRAINING_DATA_INVALID`, `TRAINING_OPTIONS_INVALID`, `TRAINING_MEMORY`, `TRAINING_DIVERGED`,
 *   `CHECKPOINT_INVALID`, `CHECKPOINT_MISMATCH`; the signal's reason when aborted
 */
export async function trainNetwork(
  tf: TensorFlow,
  data: NetworkTrainingData,
  options: TrainingOptions,
  hooks: TrainingHooks = {},
): Promise<TrainedNetwork> {
  checkTraining(data, options);
  const shape = shapeOf(data, options);
  checkMemory(trainingBytes(data, shape, options), options);
  const training = new Training(tf, data, shape, options, hooks);
  try {
    return await training.run();
  } finally {
    training.dispose();
  }
}

class Training {
  readonly #equipment: Equipment;
  readonly #watched: ResidentData;
  readonly #fingerprint: string;
  readonly #bytesBefore: number;
  #progress: TrainingProgress;
  #state: AdamWState | null = null;
  /** The parameters of the best pass. */
  #best: Tensor1D | null = null;

  constructor(
    private readonly tf: TensorFlow,
    private readonly data: NetworkTrainingData,
    private readonly shape: NetworkShape,
    private readonly options: TrainingOptions,
    private readonly hooks: TrainingHooks,
  ) {
    const { seed, latent, hidden, dropout } = options;
    const { features } = shape;
    this.#fingerprint = fingerprintOf(data, options, tf.getBackend());
    this.#bytesBefore = tf.memory().numBytes;
    const checkpoint = options.resume === null ? null : parseCheckpoint(options.resume, this.#fingerprint);
    const layout = new ParameterLayout(shape);
    const triangle = shape.covariance === "full" ? triangleOf(tf, features) : null;
    const resident = new ResidentData(tf, data.scores, data.conditions, shape);
    this.#watched = watchedRows(tf, data, shape, seed);
    this.#equipment = {
      tf,
      data: resident,
      layout,
      triangle,
      noise: new NoisePool(tf, {
        seed,
        batch: Math.min(options.batch, resident.rows),
        latent,
        hidden,
        dropout,
      }),
      evaluator: new Evaluator(tf, this.#watched, layout, triangle, { seed, latent, features }),
      held: data.heldScores.rows > 0,
      options,
      signal: hooks.signal,
    };
    if (checkpoint === null) {
      this.#progress = firstProgress(scheduleOf(options));
      this.#start();
    } else {
      this.#progress = checkpoint.progress;
      this.#restore(checkpoint.vectors);
    }
  }

  async run(): Promise<TrainedNetwork> {
    const { options, hooks, tf } = this;
    const { passes } = passesOf(this.#equipment.data.rows, options);
    while (this.#progress.pass < passes && !this.#settled(passes)) {
      const { state, report } = await this.#pass();
      this.#state = state;
      this.#note(report, passes);
      watchMemory(tf, this.#bytesBefore, options);
      await hooks.onPass?.(report);
      if (report.pass > passes * this.#progress.schedule.warmUp && 2 * report.activeUnits < options.latent) {
        const restarted = await this.#collapse(report);
        if (!restarted) break;
      }
      if (hooks.checkpoint !== undefined && report.pass % options.checkpointPasses === 0) {
        await hooks.checkpoint(this.#checkpoint());
      }
    }
    return this.#result();
  }

  dispose(): void {
    const { data, triangle, noise, evaluator } = this.#equipment;
    for (const part of [data, this.#watched, noise, evaluator]) part.dispose();
    if (triangle !== null) this.tf.dispose([triangle.rows, triangle.columns]);
    this.#disposeState();
    this.#best?.dispose();
  }

  async #pass(): Promise<{ state: AdamWState; report: PassReport }> {
    const state = this.#state!;
    this.#state = null; // the pass disposes it
    return runPass(this.#equipment, state, this.#progress);
  }

  /** Whether the held-out loss has not fallen for so long that it is not expected to. */
  #settled(passes: number): boolean {
    const { best, pass } = this.#progress;
    return best !== null && pass - best.pass >= Math.max(1, passes * this.options.patience);
  }

  /** Before the end of the warm-up the loss does not yet charge for what the latent carries. */
  #note(report: PassReport, passes: number): void {
    const { best, schedule, history, trainingSeconds } = this.#progress;
    const loss = report.heldLoss ?? -report.pass;
    const better = report.pass >= passes * schedule.warmUp && (best === null || loss < best.loss);
    if (better) {
      this.#best?.dispose();
      this.#best = this.#state!.parameters.clone();
    }
    const { pass, activeUnits, heldLoss } = report;
    this.#progress = {
      ...this.#progress,
      pass,
      best: better ? { pass, activeUnits, loss, heldLoss } : best,
      history: [...history, report],
      trainingSeconds: trainingSeconds + report.seconds,
    };
  }

  /** Starts again, once; whether it did. */
  async #collapse({ attempt, pass, activeUnits }: PassReport): Promise<boolean> {
    const { schedule } = this.#progress;
    const collapse: CollapseReport = {
      code: "POSTERIOR_COLLAPSED",
      attempt,
      pass,
      activeUnits,
      schedule,
      next: attempt === 1 ? gentler(schedule) : null,
    };
    const collapses = [...this.#progress.collapses, collapse];
    this.#progress = { ...this.#progress, collapses };
    await this.hooks.onCollapse?.(collapse);
    if (collapse.next === null) return false;
    this.#progress = firstProgress(collapse.next, this.#progress);
    this.#start();
    return true;
  }

  /** The parameters of a new attempt. */
  #start(): void {
    const { layout } = this.#equipment;
    const { attempt } = this.#progress;
    const parameters = layout.initial(keyedRandom(`${this.options.seed} attempt ${attempt} weights`));
    const zeros = new Float32Array(layout.size);
    this.#restore({ parameters, first: zeros, second: zeros, best: zeros });
  }

  #restore(vectors: TrainingVectors): void {
    const { tf } = this;
    this.#disposeState();
    this.#best?.dispose();
    this.#state = {
      parameters: tf.tensor1d(vectors.parameters),
      first: tf.tensor1d(vectors.first.slice()),
      second: tf.tensor1d(vectors.second.slice()),
    };
    this.#best = this.#progress.best === null ? null : tf.tensor1d(vectors.best.slice());
  }

  #disposeState(): void {
    if (this.#state !== null)
      this.tf.dispose([this.#state.parameters, this.#state.first, this.#state.second]);
    this.#state = null;
  }

  #checkpoint(): Uint8Array {
    const { parameters, first, second } = this.#state!;
    const numbers = (tensor: Tensor1D): Float32Array => tensor.dataSync() as Float32Array;
    return checkpointBytes({
      fingerprint: this.#fingerprint,
      progress: this.#progress,
      vectors: {
        parameters: numbers(parameters),
        first: numbers(first),
        second: numbers(second),
        best: this.#best === null ? new Float32Array(parameters.size) : numbers(this.#best),
      },
    });
  }

  async #result(): Promise<TrainedNetwork> {
    const { tf, shape, options, hooks } = this;
    const { data, layout } = this.#equipment;
    const { attempt, best, history, collapses, schedule, trainingSeconds } = this.#progress;
    const parameters = this.#best!;
    const numbers = parameters.dataSync() as Float32Array;
    return {
      network: exportNetwork(layout, numbers, shape, this.data.conditions.columns),
      posterior: await posteriorOf(tf, data, layout, parameters, {
        latent: options.latent,
        signal: hooks.signal,
      }),
      history,
      diagnostics: {
        attempt,
        pass: best!.pass,
        activeUnits: best!.activeUnits,
        heldLoss: best!.heldLoss,
        schedule,
        collapses,
        collapsed: collapses.length === 2,
        trainingSeconds,
      },
    };
  }
}

function scheduleOf({ warmUp, klWeight, freeBits }: TrainingOptions): TrainingSchedule {
  return { warmUp, klWeight, freeBits };
}

/** The rows that each pass is judged on: of the held-out ones, or else of those that are learned from. */
function watchedRows(
  tf: TensorFlow,
  { scores, conditions, heldScores, heldConditions }: NetworkTrainingData,
  shape: NetworkShape,
  seed: string,
): ResidentData {
  const held = heldScores.rows > 0;
  const [rows, given] = held ? [heldScores, heldConditions] : [scores[0]!, conditions];
  const some = shuffledIndices(rows.rows, keyedRandom(`${seed} watched`)).subarray(0, WATCHED_ROWS);
  return new ResidentData(tf, [takeRows(rows, some)], takeRows(given, some), shape);
}
