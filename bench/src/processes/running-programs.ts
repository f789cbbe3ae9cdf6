import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** From SIGTERM to SIGKILL. */
const GRACE_MS = 10_000;

const running = new Set<ChildProcess>();

/** Registers a program for {@link endPrograms}; a program that exits is removed again. */
export function tracked<Child extends ChildProcess>(child: Child): Child {
  running.add(child);
  const remove = (): unknown => running.delete(child);
  child.once("exit", remove).once("error", remove);
  return child;
}

/** Ends every program that a measurement has started and that still runs. */
export async function endPrograms(): Promise<void> {
  await Promise.all([...running].map(end));
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  await ended.catch(() => undefined);
  clearTimeout(kill);
}
