import {
  type NetworkTrainingData,
  TRAINING_DEFAULTS,
  type TrainedNetwork,
  type TrainingOptions,
} from "@interlude/core-tracks";
import { type TensorFlowBackend, loadTensorFlow, trainNetwork } from "@interlude/infra-tensorflow";
import { madeUpRows } from "./made-up-rows.js";
import type { GenerateSizes } from "./report.js";

/** How fast a backend trains; everything that a training watches of itself is included, but not its first pass. */
export interface TrainingSpeed {
  readonly backend: TensorFlowBackend;
  readonly rows: number;
  readonly passes: number;
  readonly samplesPerSecond: number;
  /** By processor time of the process with all its threads. */
  readonly samplesPerCpuSecond: number;
  /** Nats a row in the last pass. */
  readonly reconstruction: number;
  readonly kl: number;
}

/** What is measured of each backend: a slow one gets fewer rows. */
const SHARES: Record<TensorFlowBackend, number> = { tensorflow: 1, wasm: 0.2, cpu: 0.05 };

/** The options of a training that is measured. */
export function measuredOptions(
  { hidden, latent, batch, covariance }: GenerateSizes,
  rows: number,
  passes: number,
): TrainingOptions {
  const steps = passes * Math.ceil(rows / batch);
  return { ...TRAINING_DEFAULTS, hidden, latent, batch, covariance, steps, memoryBytes: 2 ** 33 };
}

/** @returns null if the backend does not work here, which `onNotice` is told */
export async function measureTraining(
  backend: TensorFlowBackend,
  sizes: GenerateSizes,
  onNotice: (line: string) => void,
): Promise<TrainingSpeed | null> {
  const loaded = await loadTensorFlow([backend]).catch((error: Error) => error);
  if (loaded instanceof Error) {
    onNotice(`${backend} left out: ${loaded.message}`);
    return null;
  }
  const rows = Math.max(2 * sizes.batch, Math.round(SHARES[backend] * sizes.rows));
  const data = madeUpRows({ ...sizes, rows });
  const timed = new TimedPasses();
  const { history } = await trained(loaded.tf, data, measuredOptions(sizes, rows, sizes.passes), timed);
  const { seconds, cpuSeconds } = timed.afterTheFirst();
  const samples = rows * (sizes.passes - 1);
  const { reconstruction, kl } = history.at(-1)!;
  return {
    backend,
    rows,
    passes: sizes.passes,
    samplesPerSecond: Math.round(samples / seconds),
    samplesPerCpuSecond: Math.round(samples / cpuSeconds),
    reconstruction,
    kl,
  };
}

function trained(
  tf: Awaited<ReturnType<typeof loadTensorFlow>>["tf"],
  data: NetworkTrainingData,
  options: TrainingOptions,
  timed: TimedPasses,
): Promise<TrainedNetwork> {
  return trainNetwork(tf, data, options, { onPass: () => timed.pass() });
}

/** Wall-clock and processor time from the end of the first pass to that of the last. */
class TimedPasses {
  #first: { at: number; cpu: NodeJS.CpuUsage } | null = null;
  #seconds = NaN;
  #cpuSeconds = NaN;

  pass(): void {
    if (this.#first === null) {
      this.#first = { at: performance.now(), cpu: process.cpuUsage() };
      return;
    }
    this.#seconds = (performance.now() - this.#first.at) / 1000;
    const { user, system } = process.cpuUsage(this.#first.cpu);
    this.#cpuSeconds = (user + system) / 1e6;
  }

  afterTheFirst(): { seconds: number; cpuSeconds: number } {
    return { seconds: this.#seconds, cpuSeconds: this.#cpuSeconds };
  }
}
