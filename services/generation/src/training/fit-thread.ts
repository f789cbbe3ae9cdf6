import { type FitMessage, fitInThread } from "@interlude/infra-postgres";
import type { FitOutcome } from "./fit-outcome.js";
import type { FitProgress, FitWork } from "./fit-worker.js";

/**
 * Fits in a thread of its own, from the last checkpoint if there is one.
 * @param signal ends the thread
 * @throws the thread's error, or the signal's reason
 */
export function fitGenerationModels(
  work: FitWork,
  signal: AbortSignal,
  onProgress: (progress: FitProgress) => void,
): Promise<FitMessage<FitOutcome>> {
  return fitInThread<FitOutcome, FitWork, FitProgress>({
    script: new URL("fit-worker.js", import.meta.url),
    work,
    signal,
    onProgress,
  });
}
