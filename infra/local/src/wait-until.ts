import { setTimeout as delay } from "node:timers/promises";
import { LocalStackError } from "./errors.js";
import type { ServerProcess } from "./server-process.js";

const INTERVAL_MS = 50;

/**
 * Polls until a server is ready. A poll that throws or returns false means "not yet".
 * @throws LocalStackError SERVER_FAILED when the server ends before, SERVER_TIMEOUT when it takes too long, and the
 * signal's reason when aborted
 */
export async function waitUntilReady(options: {
  readonly server: ServerProcess;
  readonly ask: (signal: AbortSignal) => Promise<boolean>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { server, ask, timeoutMs, signal } = options;
  const deadline = Date.now() + timeoutMs;
  let lastProblem = "no response";
  for (;;) {
    signal.throwIfAborted();
    if (server.exit !== undefined)
      throw new LocalStackError("SERVER_FAILED", server.describeExit(server.exit));
    try {
      if (await ask(AbortSignal.any([signal, AbortSignal.timeout(5000)]))) return;
    } catch (error) {
      lastProblem = (error as Error).message;
    }
    if (Date.now() > deadline) {
      throw new LocalStackError(
        "SERVER_TIMEOUT",
        `${server.name} does not respond after ${timeoutMs / 1000} s (${lastProblem}): see ${server.logFile}.`,
      );
    }
    await delay(INTERVAL_MS, undefined, { signal }).catch(() => {});
  }
}
