import { createRequire } from "node:module";
import { dirname } from "node:path";

/** TensorFlow.js without a particular backend. */
export type TensorFlow = typeof import("@tensorflow/tfjs");

/** `tensorflow`: the native library through tfjs-node; `wasm`: WebAssembly, one thread; `cpu`: plain JavaScript. */
export type TensorFlowBackend = "tensorflow" | "wasm" | "cpu";

export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  readonly backend: TensorFlowBackend;
  /** The faster backends that could not be used, each with the reason. */
  readonly unavailable: readonly { readonly backend: TensorFlowBackend; readonly reason: string }[];
}

/** No backend of TensorFlow.js could be started. */
export class TensorFlowError extends Error {
  override readonly name = "TensorFlowError";
  readonly code = "TENSORFLOW_UNAVAILABLE";
}

const FASTEST_FIRST: readonly TensorFlowBackend[] = ["tensorflow", "wasm", "cpu"];

const starters: Record<TensorFlowBackend, () => Promise<TensorFlow>> = {
  tensorflow: async () => {
    // The native library greets on stderr otherwise, in the middle of the structured log.
    process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
    // oneDNN picks its kernels by machine, which moves the last digits, and is no faster on networks this small.
    process.env["TF_ENABLE_ONEDNN_OPTS"] ??= "0";
    const tf = await import("@tensorflow/tfjs-node");
    await use(tf, "tensorflow");
    return tf;
  },
  wasm: async () => {
    const tf = await import("@tensorflow/tfjs");
    const wasm = await import("@tensorflow/tfjs-backend-wasm");
    const main = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
    wasm.setWasmPaths(`${dirname(main)}/`);
    // Threads would make the order of sums, and so the last digits of the weights, a matter of chance.
    wasm.setThreadsCount(1);
    await use(tf, "wasm");
    return tf;
  },
  cpu: async () => {
    const tf = await import("@tensorflow/tfjs");
    await use(tf, "cpu");
    return tf;
  },
};

async function use(tf: TensorFlow, backend: TensorFlowBackend): Promise<void> {
  tf.enableProdMode(); // without it the slower backends print a banner into the log
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js refused the backend ${backend}`);
  await tf.ready();
}

/**
 * Loads TensorFlow.js on the fastest backend that works on this machine. The backend is one a process.
 * @param candidates the backends to try, in order
 * @throws TensorFlowError `TENSORFLOW_UNAVAILABLE` with the reason of each
 */
export async function loadTensorFlow(
  candidates: readonly TensorFlowBackend[] = FASTEST_FIRST,
): Promise<LoadedTensorFlow> {
  const unavailable: { backend: TensorFlowBackend; reason: string }[] = [];
  for (const backend of candidates) {
    try {
      return { tf: await starters[backend](), backend, unavailable };
    } catch (error) {
      unavailable.push({ backend, reason: (error as Error).message.trim().split("\n")[0]! });
    }
  }
  const reasons = unavailable.map(({ backend, reason }) => `${backend}: ${reason}`).join("; ");
  throw new TensorFlowError(`no backend of TensorFlow.js works here (${reasons}); run npm run setup again`);
}
