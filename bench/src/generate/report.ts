import type { Machine } from "../environment.js";
import type { DrawingSpeed } from "./drawing-speed.js";
import type { KerasSpeed } from "./keras.js";
import type { TrainingSpeed } from "./training-speed.js";

/** The network that is measured, and on how much. */
export interface GenerateSizes {
  readonly rows: number;
  readonly passes: number;
  readonly batch: number;
  readonly features: number;
  readonly condition: number;
  readonly latent: number;
  readonly hidden: number;
  readonly priorHidden: number;
  readonly covariance: "diagonal" | "full";
}

/** What one run measured. */
export interface GenerateReport {
  readonly bench: "generate";
  readonly environment: Machine;
  readonly sizes: GenerateSizes;
  readonly training: readonly TrainingSpeed[];
  readonly keras: KerasSpeed | null;
  /** Samples a second of the fastest backend relative to Keras, by the clock and by processor time. */
  readonly toKeras: { readonly training: number; readonly trainingByCpu: number } | null;
  readonly drawing: readonly DrawingSpeed[];
}

/** The report for people. */
export function generateLines({ sizes, training, keras, toKeras, drawing }: GenerateReport): string[] {
  const { features, condition, latent, hidden, covariance, batch } = sizes;
  const thousands = (perSecond: number): string => `${(perSecond / 1000).toPrecision(3)} k/s`;
  const pair = (clock: number, cpu: number): string =>
    `${thousands(clock)}, ${thousands(cpu)} of processor time`;
  return [
    `${features} features, ${condition} conditions, ${latent} latents, 2 × ${hidden}, ${covariance} covariance, batches of ${batch}`,
    ...training.map(
      ({ backend, samplesPerSecond, samplesPerCpuSecond }) =>
        `training ${backend.padEnd(10)}  ${pair(samplesPerSecond, samplesPerCpuSecond)}`,
    ),
    ...(keras === null
      ? []
      : [
          `training Keras ${keras.version.padEnd(4)}  ${pair(keras.samplesPerSecond, keras.samplesPerCpuSecond)}`,
          `drawing  Keras ${keras.version.padEnd(4)}  ${pair(keras.vectorsPerSecond, keras.vectorsPerCpuSecond)}`,
        ]),
    ...(toKeras === null
      ? []
      : [
          `to Keras             ${toKeras.training.toFixed(2)}, ${toKeras.trainingByCpu.toFixed(2)} by processor time`,
        ]),
    ...drawing.map(
      ({ hidden: width, vectorsPerSecond, vectorsPerCpuSecond, packetMilliseconds }) =>
        `drawing  2 × ${width}      ${pair(vectorsPerSecond, vectorsPerCpuSecond)}; a packet's 5,000 in ${packetMilliseconds.toFixed(0)} ms`,
    ),
  ];
}
