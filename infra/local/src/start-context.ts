import { join } from "node:path";
import type { Components } from "./components.js";
import { type ServerCommand, ServerProcess } from "./server-process.js";
import type { PortName, ServerName } from "./stack-file.js";

/** What starting any of the servers needs. */
export interface StartContext {
  readonly home: string;
  readonly components: Components;
  readonly ports: Readonly<Record<PortName, number>>;
  readonly log: (line: string) => void;
  /** Aborted when another server of the stack failed or the caller lost interest. */
  readonly signal: AbortSignal;
  /** Notes a process as soon as it exists, so that it is stopped whatever happens next. */
  readonly onSpawn: (server: ServerProcess) => void;
}

/** Starts a server of the stack with its log in `<home>/logs`. */
export async function startServer(
  context: StartContext,
  server: Omit<ServerCommand, "logFile">,
): Promise<ServerProcess> {
  context.signal.throwIfAborted();
  const process = await ServerProcess.start({ ...server, logFile: logFileOf(context.home, server.name) });
  context.onSpawn(process);
  return process;
}

function logFileOf(home: string, name: ServerName): string {
  return join(home, "logs", `${name}.log`);
}

/** Does a server's start and says how long it took. */
export async function timed<Result>(
  context: StartContext,
  what: string,
  start: () => Promise<Result>,
): Promise<Result> {
  const since = performance.now();
  const result = await start();
  context.log(`${what} (${((performance.now() - since) / 1000).toFixed(1)} s)`);
  return result;
}
