import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** From SIGTERM to SIGKILL. */
const PATIENCE_MS = 10_000;

const running = new Set<ChildProcess>();

/** Has a program ended with the measurement, should that end before it. */
export function tied<Child extends ChildProcess>(child: Child): Child {
  running.add(child);
  const forget = (): unknown => running.delete(child);
  child.once("exit", forget).once("error", forget);
  return child;
}

/** Ends every program that a measurement has started and that still runs. */
export async function endPrograms(): Promise<void> {
  await Promise.all([...running].map(end));
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  await ended.catch(() => undefined);
  clearTimeout(kill);
}
