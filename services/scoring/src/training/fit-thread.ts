import { Worker } from "node:worker_threads";
import type { FitTask } from "./fit.js";
import type { FitMessage, FitWork } from "./fit-worker.js";

/**
 * Fits in a thread of its own, which reads the tables through a connection of its own: the stream goes on meanwhile.
 * @param signal ends the thread
 * @throws the thread's error, or the signal's reason
 */
export async function fitInThread(
  databaseUrl: string,
  task: FitTask,
  signal: AbortSignal,
): Promise<FitMessage> {
  signal.throwIfAborted();
  const work: FitWork = { databaseUrl, task };
  const worker = new Worker(new URL("fit-worker.js", import.meta.url), { workerData: work });
  const end = (): void => void worker.terminate();
  signal.addEventListener("abort", end);
  try {
    return await new Promise<FitMessage>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", (code) =>
        reject(signal.reason ?? new Error(`the training's thread ended with code ${code}`)),
      );
    });
  } finally {
    signal.removeEventListener("abort", end);
    await worker.terminate();
  }
}
