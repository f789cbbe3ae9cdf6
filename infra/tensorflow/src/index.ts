export {
  type LoadedTensorFlow,
  type TensorFlow,
  type TensorFlowBackend,
  TensorFlowError,
  loadTensorFlow,
} from "./tensorflow.js";
export { TrainingError } from "./training/errors.js";
export { trainNetwork } from "./training/train-network.js";
