export { checkNetwork } from "./check-network.js";
export { drawScores, priorOf } from "./draw-scores.js";
export {
  type ConditionalNetwork,
  type DenseLayer,
  LOG_SCALE,
  LOG_VARIANCE,
  decoderOutputs,
  triangleSize,
} from "./network.js";
export type { NetworkTrainingData } from "./training-data.js";
export {
  type CollapseReport,
  type PassReport,
  TRAINING_DEFAULTS,
  type TrainNetwork,
  type TrainedNetwork,
  type TrainingHooks,
  type TrainingOptions,
  type TrainingSchedule,
} from "./training.js";
