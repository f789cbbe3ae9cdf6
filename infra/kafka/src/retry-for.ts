const PAUSE_MS = 200;

/** Tries again until it works; when the time is over the last error is thrown. */
export async function retryFor<Result>(
  milliseconds: number,
  attempt: () => Promise<Result>,
): Promise<Result> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
