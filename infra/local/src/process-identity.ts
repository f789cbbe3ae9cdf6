import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * A process, recognisable later: process ids are reused, a pair of process id and start is not. `startedAt` is opaque:
 * compare it only with another of the same machine.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** The identity of a running process, or undefined if there is none with that id (a zombie is none). */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === "linux" ? startOnLinux(pid) : startFromPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether this very process still runs, and not another one that got its id. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

/**
 * Whether the process id is taken, be it by a zombie: one that ended and whose parent has not asked how. A container
 * whose first process is no init may keep zombies for ever.
 */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Boot and clock ticks since boot: what the kernel itself tells processes apart by. */
function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command's name in brackets and may hold anything, brackets and blanks included.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const state = fields[0];
    if (state === "Z" || state === "X") return undefined;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

function startFromPs(pid: number): string | undefined {
  const { status, stdout } = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
    encoding: "utf8",
  });
  const [state, ...start] = stdout.trim().split(/\s+/);
  return status !== 0 || state === undefined || state.startsWith("Z") ? undefined : start.join(" ");
}

/**
 * Memory that the process and its children hold, in bytes, or undefined if the platform does not tell: the
 * process's resident set, plus what its children (Postgres' backends) do not share with it.
 */
export function memoryOf(pid: number): number | undefined {
  try {
    const own = statusField(pid, "VmRSS");
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .trim()
      .split(" ")
      .filter(Boolean);
    return children.reduce((sum, child) => sum + statusField(Number(child), "RssAnon"), own);
  } catch {
    return undefined;
  }
}

function statusField(pid: number, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(match?.[1] ?? 0) * 1024;
}
