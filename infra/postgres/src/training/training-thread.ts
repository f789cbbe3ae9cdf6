import { SHARE_ENV, Worker, parentPort } from "node:worker_threads";
import { faultOf, reasonOf } from "@interlude/stage";

/** A fit that could not get to an outcome this time. */
export interface Interrupted {
  readonly kind: "interrupted";
  readonly reason: string;
}

/** What a fit gives. */
export type FitMessage<Outcome> = Outcome | Interrupted;

type ThreadMessage<Outcome, Progress> =
  | { readonly progress: Progress }
  | { readonly message: FitMessage<Outcome> };

/** How a thread is run. */
export interface ThreadOptions<Work, Progress> {
  /** The module that calls {@link postFitOutcome}. */
  readonly script: URL;
  /** Given to it as `workerData`. */
  readonly work: Work;
  /** Ends the thread. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Most of JavaScript's heap that it may take; unset, as Node decides. */
  readonly heapMegabytes?: number;
}

/**
 * Fits in a thread of its own, which reads the tables through a connection of its own: the stream goes on meanwhile.
 * @throws the thread's error, or the signal's reason
 */
export async function fitInThread<Outcome, Work, Progress = never>({
  script,
  work,
  signal,
  onProgress = () => {},
  heapMegabytes,
}: ThreadOptions<Work, Progress>): Promise<FitMessage<Outcome>> {
  signal.throwIfAborted();
  const limits = heapMegabytes === undefined ? {} : { maxOldGenerationSizeMb: heapMegabytes };
  // Native libraries read the process's own environment, not a copy.
  const worker = new Worker(script, { workerData: work, resourceLimits: limits, env: SHARE_ENV });
  const end = (): void => void worker.terminate();
  signal.addEventListener("abort", end);
  try {
    return await new Promise<FitMessage<Outcome>>((resolve, reject) => {
      worker.on("message", (posted: ThreadMessage<Outcome, Progress>) => {
        if ("progress" in posted) onProgress(posted.progress);
        else resolve(posted.message);
      });
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

/** The thread's part: fits, and gives the outcome. A passing fault of the database is no outcome: it is tried again. */
export async function postFitOutcome<Outcome, Progress = never>(
  fit: (report: (progress: Progress) => void) => Promise<Outcome>,
): Promise<void> {
  const post = (posted: ThreadMessage<Outcome, Progress>): void => parentPort!.postMessage(posted, []);
  post({ message: await messageOf(() => fit((progress) => post({ progress }))) });
}

async function messageOf<Outcome>(fit: () => Promise<Outcome>): Promise<FitMessage<Outcome>> {
  try {
    return await fit();
  } catch (error) {
    // Which class an error is of is lost between threads.
    if (faultOf(error) === "transient") return { kind: "interrupted", reason: reasonOf(error) };
    throw error;
  }
}
