export {
  type LoadedTensorFlow,
  type TensorFlow,
  type TensorFlowBackend,
  TensorFlowError,
  loadTensorFlow,
} from "./tensorflow.js";
