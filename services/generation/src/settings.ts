import { text } from "@interlude/infra-runtime/settings";

/** Settings of generation beside those of every service. TensorFlow reads both by itself. */
export const settings = {
  tensorflowLogLevel: text({
    variable: "TF_CPP_MIN_LOG_LEVEL",
    description: "Least severe messages that TensorFlow's native library writes to stderr, 0 to 3.",
    default: "2",
  }),
  tensorflowOneDnn: text({
    variable: "TF_ENABLE_ONEDNN_OPTS",
    description:
      "`1` lets TensorFlow use oneDNN, which chooses its kernels by machine: models then differ in the last digits between machines.",
    default: "0",
  }),
};
