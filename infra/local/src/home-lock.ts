import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocalStackError } from "./errors.js";
import { type ProcessIdentity, identify, isRunning } from "./process-identity.js";

/** The right to run a stack in a home folder. */
interface HomeLock {
  release(): void;
}

/**
 * Takes the home folder for this process. A lock whose owner no longer runs is taken over.
 * @throws LocalStackError HOME_IN_USE
 */
export function acquireHomeLock(home: string): HomeLock {
  const file = join(home, "stack.lock");
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(identify(process.pid)), { mode: 0o600 });
  try {
    while (!tryLink(own, file)) {
      const owner = lockOwner(home);
      if (owner !== undefined) {
        throw new LocalStackError(
          "HOME_IN_USE",
          `A stack already runs in ${home} (process ${owner.pid}): stop it first, or choose another home folder.`,
        );
      }
      setAside(file);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return { release: () => rmSync(file, { force: true }) };
}

/** The process that runs a stack in the home folder, or undefined if none does. */
export function lockOwner(home: string): ProcessIdentity | undefined {
  try {
    const owner = JSON.parse(readFileSync(join(home, "stack.lock"), "utf8")) as ProcessIdentity;
    return isRunning(owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** Linking fails if the name is taken, so only one of several processes gets the lock, and it is never half-written. */
function tryLink(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Renames a dead process's lock away. If another process was faster, what was renamed is its live lock: put back. */
function setAside(file: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  try {
    if (isRunning(JSON.parse(readFileSync(aside, "utf8")) as ProcessIdentity)) tryLink(aside, file);
  } catch {
    // Not a lock that a running process holds.
  }
  rmSync(aside, { force: true });
}
