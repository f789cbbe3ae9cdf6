import { TRAINING_DEFAULTS } from "@interlude/core-tracks";
import type { TensorFlowBackend } from "@interlude/infra-tensorflow";
import { machineOf } from "../environment.js";
import { type DrawingSpeed, measureDrawing } from "./drawing-speed.js";
import { measureKeras } from "./keras.js";
import type { GenerateReport, GenerateSizes } from "./report.js";
import { type TrainingSpeed, measureTraining } from "./training-speed.js";

export interface BenchGenerateOptions {
  readonly sizes: Omit<GenerateSizes, "priorHidden">;
  readonly backends: readonly TensorFlowBackend[];
  /** Rounds of drawing, of which the fastest counts. */
  readonly rounds: number;
  /** A Python with Keras; null for the machine's own. */
  readonly python: string | null;
  readonly version: string;
  /** Called with each step. */
  readonly onStep: (line: string) => void;
}

/**
 * Measures how fast a network is trained on each backend, beside the same in Keras, and how fast vectors are drawn from
 * it as they are served.
 */
export async function benchGenerate(options: BenchGenerateOptions): Promise<GenerateReport> {
  const { backends, rounds, python, version, onStep } = options;
  const sizes: GenerateSizes = { ...options.sizes, priorHidden: TRAINING_DEFAULTS.priorHidden };
  const training: TrainingSpeed[] = [];
  for (const backend of backends) {
    onStep(`training on ${backend}`);
    const speed = await measureTraining(backend, sizes, onStep);
    if (speed !== null) training.push(speed);
  }
  onStep("training in Keras");
  const keras = await measureKeras(python, sizes, onStep);
  const drawing: DrawingSpeed[] = [];
  for (const hidden of new Set([TRAINING_DEFAULTS.hidden, sizes.hidden])) {
    onStep(`drawing from 2 × ${hidden}`);
    drawing.push(measureDrawing(sizes, hidden, rounds));
  }
  const ours = training.toSorted((a, b) => b.samplesPerCpuSecond - a.samplesPerCpuSecond)[0];
  return {
    bench: "generate",
    environment: machineOf(version),
    sizes,
    training,
    keras,
    toKeras:
      keras === null || ours === undefined
        ? null
        : {
            training: ours.samplesPerSecond / keras.samplesPerSecond,
            trainingByCpu: ours.samplesPerCpuSecond / keras.samplesPerCpuSecond,
          },
    drawing,
  };
}
