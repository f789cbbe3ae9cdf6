import { type FitMessage, fitInThread } from "@interlude/infra-postgres";
import type { FitTask } from "./fit.js";
import type { FitWork } from "./fit-worker.js";
import type { FitOutcome } from "./trainings.repository.js";

/**
 * Fits in a thread of its own.
 * @param signal ends the thread
 * @throws the thread's error, or the signal's reason
 */
export function fitLinkModel(
  databaseUrl: string,
  task: FitTask,
  signal: AbortSignal,
): Promise<FitMessage<FitOutcome>> {
  const work: FitWork = { databaseUrl, task };
  return fitInThread<FitOutcome, FitWork>({
    script: new URL("fit-worker.js", import.meta.url),
    work,
    signal,
  });
}
