import { DEFAULT_RETRY, codeOf, faultOf, reasonOf, retryDelay } from "@interlude/stage";

/** How long a command waits for what may pass: servers that start, or are busy. */
const PATIENCE_MS = 60_000;
const REMARK_AFTER_MS = 3_000;

/**
 * Repeats work that fails for a cause that may pass, for a minute.
 * @param remark told what is waited for, after some seconds
 * @throws the last error
 */
export async function patiently<Result>(
  remark: (text: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const began = performance.now();
  let remarked = false;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const waited = performance.now() - began;
      if (faultOf(error) !== "transient" || waited > PATIENCE_MS) throw error;
      if (waited > REMARK_AFTER_MS && !remarked) {
        remarked = true;
        remark(`${codeOf(error)}: ${reasonOf(error)}; it is tried again for ${PATIENCE_MS / 1000} seconds`);
      }
      await new Promise((resolve) => setTimeout(resolve, retryDelay(DEFAULT_RETRY, attempt)));
    }
  }
}
