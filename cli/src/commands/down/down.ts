import { setTimeout as sleep } from "node:timers/promises";
import { CommandError } from "../../command-error.js";
import { homeFolder } from "../../deployment/home.js";
import { readUpFile } from "../../deployment/up-file.js";

const POLL_MS = 100;

/** Stops what `interlude up` started in this home folder and waits until it has ended. */
export async function bringDown(): Promise<void> {
  const up = readUpFile(homeFolder());
  if (up === undefined)
    throw new CommandError("NOTHING_RUNNING", "Nothing runs here; interlude up starts it");
  process.kill(up.pid, "SIGTERM");
  while (isRunning(up.pid)) await sleep(POLL_MS);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
