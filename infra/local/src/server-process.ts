import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { LocalStackError } from "./errors.js";
import { lastLines, openLog } from "./log-file.js";
import { type ProcessIdentity, identify, isRunning } from "./process-identity.js";
import type { ServerName } from "./stack-file.js";

/** How a server is started and stopped. */
export interface ServerCommand {
  readonly name: ServerName;
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  readonly logFile: string;
  /** Logged while it stops, if that takes long. */
  readonly stopNote?: string;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The signal that makes each server stop cleanly: Postgres on SIGTERM would wait for its clients to leave. */
const STOP_SIGNAL: Record<ServerName, NodeJS.Signals> = {
  kafka: "SIGTERM",
  registry: "SIGTERM",
  postgres: "SIGINT",
};

/** A clean stop takes a second, and some more when Java writes its class archive on the way out. */
const GRACE_MS = 45_000;

/** A server of the stack, as a child process in a process group of its own, so that Ctrl-C reaches only us. */
export class ServerProcess {
  readonly name: ServerName;
  readonly logFile: string;
  readonly stopNote: string;
  readonly identity: ProcessIdentity;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<Exit>;
  /** How it ended, once it has. */
  exit: Exit | undefined;

  private constructor(command: ServerCommand, identity: ProcessIdentity, exited: Promise<Exit>) {
    this.name = command.name;
    this.logFile = command.logFile;
    this.stopNote = command.stopNote ?? "";
    this.identity = identity;
    this.exited = exited.then((exit) => (this.exit = exit));
  }

  /**
   * Starts the process.
   * @throws LocalStackError SERVER_FAILED if the command cannot be run at all
   */
  static async start(server: ServerCommand): Promise<ServerProcess> {
    const log = openLog(server.logFile);
    try {
      const child = spawn(server.command, server.args, {
        detached: true,
        stdio: ["ignore", log, log],
        uid: server.uid,
        gid: server.gid,
      });
      const exited = new Promise<Exit>((resolve) =>
        child.once("exit", (code, signal) => resolve({ code, signal })),
      );
      await once(child, "spawn");
      const identity = identify(child.pid!) ?? { pid: child.pid!, startedAt: "ended at once" };
      return new ServerProcess(server, identity, exited);
    } catch (cause) {
      throw new LocalStackError(
        "SERVER_FAILED",
        `${server.name} cannot be started: ${(cause as Error).message}`,
        {
          cause,
        },
      );
    } finally {
      closeSync(log);
    }
  }

  /** Asks the process to stop, insists after a while, and resolves when it has ended. */
  async stop(): Promise<Exit> {
    if (this.exit === undefined) await stopProcess(this.name, this.identity, this.exited);
    return this.exited;
  }

  /** What an operator needs to know when it ended without being stopped. */
  describeExit(exit: Exit): string {
    const how = exit.signal === null ? `with exit code ${exit.code}` : `by ${exit.signal}`;
    return `${this.name} (process ${this.identity.pid}) ended ${how}. Last lines of ${this.logFile}:\n${lastLines(this.logFile, 15)}`;
  }
}

/**
 * Stops a server that may not be our child: one that a stack which crashed left behind.
 * @param ended resolves when the process has ended, for a child sooner than polling would notice
 */
export async function stopProcess(
  name: ServerName,
  identity: ProcessIdentity,
  ended: Promise<unknown> = new Promise(() => {}),
): Promise<void> {
  for (const signal of [STOP_SIGNAL[name], "SIGKILL"] as const) {
    if (!isRunning(identity)) return;
    try {
      process.kill(identity.pid, signal);
    } catch {
      return;
    }
    const polling = new AbortController();
    const gone = async () => {
      const deadline = Date.now() + GRACE_MS;
      while (isRunning(identity) && Date.now() < deadline) {
        await delay(50, undefined, { signal: polling.signal }).catch(() => {});
        if (polling.signal.aborted) return;
      }
    };
    await Promise.race([ended, gone()]);
    polling.abort();
  }
}
