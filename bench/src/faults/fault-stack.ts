import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerName, Stack, StackAddresses } from "@interlude/infra-local";

/** The servers of a run, and what can be done to them. */
export class FaultStack {
  constructor(
    private readonly stack: Stack,
    readonly home: string,
  ) {}

  get addresses(): StackAddresses {
    const { kafka, registry, databaseUrl } = this.stack;
    return { kafka, registry, databaseUrl };
  }

  /** Sends a signal to a server and to all processes that it has started. */
  signal(name: ServerName, signal: NodeJS.Signals): void {
    const server = this.stack.processes().find((process) => process.name === name);
    if (server === undefined) return;
    for (const pid of [server.pid, ...childrenOf(server.pid)]) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  /** Starts a server again, however it ended. */
  restart(name: ServerName): Promise<void> {
    return this.stack.restart(name);
  }

  /** Shuts a server down as an operator does, unless it has ended already. */
  async shutDown(name: ServerName): Promise<void> {
    this.signal(name, "SIGCONT");
    const server = this.stack.processes().find((process) => process.name === name);
    // Postgres waits for its clients to leave if it is asked more politely.
    if (server !== undefined) process.kill(server.pid, name === "postgres" ? "SIGINT" : "SIGTERM");
    while (this.isUp(name)) await sleep(50);
  }

  isUp(name: ServerName): boolean {
    return this.stack.processes().some((process) => process.name === name);
  }

  /** Lets everything go on that a scenario which failed left stopped, and starts what does not run. */
  async heal(): Promise<void> {
    for (const name of ["kafka", "registry", "postgres"] as const) {
      this.signal(name, "SIGCONT");
      if (!this.isUp(name)) await this.restart(name);
    }
  }

  stop(): Promise<void> {
    return this.stack.stop();
  }
}

/** Processes whose parent a process is. */
function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command is in brackets and may have any characters.
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}
