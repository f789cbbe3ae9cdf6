import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { type BackOff, restartDelay } from "./back-off.js";
import { type Health, askHealth } from "./ask-health.js";
import { lastLines, openLog } from "./log-file.js";
import { type ProcessIdentity, identify, memoryOf } from "./process-identity.js";

/** A service, as it is started. */
export interface ServiceSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Base of its health checks, `http://host:port/health`: `/ready` and `/live` are asked below it. */
  readonly healthUrl?: string;
  /** `when-killed` takes an exit of the service's own as its last word, good or bad. Default `always`. */
  readonly restart?: "always" | "when-killed";
}

/**
 * starting: runs, has not been ready yet; blocked: was ready, and is not; waiting: died, will be started again. Without a
 * health URL, running is ready.
 */
export type ServiceState = "starting" | "ready" | "blocked" | "waiting" | "stopped";

export interface ProcessStatus {
  readonly name: string;
  readonly state: ServiceState;
  /** Why it is not ready, in its own words, or how it ended; null while it is ready. */
  readonly problem: string | null;
  readonly pid: number | undefined;
  /** Restarts since the supervisor started. */
  readonly restarts: number;
  readonly memoryBytes: number | undefined;
  readonly logFile: string;
}

export type ServiceEvent =
  | { readonly type: "started"; readonly service: string; readonly pid: number }
  | { readonly type: "ready"; readonly service: string }
  | { readonly type: "unresponsive"; readonly service: string; readonly message: string }
  | {
      readonly type: "died";
      readonly service: string;
      readonly message: string;
      readonly restartInMs: number;
    }
  | { readonly type: "ended"; readonly service: string; readonly code: number }
  | { readonly type: "stopped"; readonly service: string };

/** The supervisor's timeouts, in milliseconds. */
export interface SupervisorTiming {
  readonly backOff: BackOff;
  /** A service that ran this long starts its back-off anew when it dies. */
  readonly healthyAfterMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  readonly healthIntervalMs: number;
  /** A service that has been live and is not for this long is killed, and so is one that is not live by then. */
  readonly unresponsiveAfterMs: number;
  readonly notLiveAfterMs: number;
}

/** One service: its current process, and what happens when that ends. */
export class ServiceRunner {
  readonly #spec: ServiceSpec;
  readonly #logFile: string;
  readonly #timing: SupervisorTiming;
  readonly #onEvent: (event: ServiceEvent) => void;
  #state: ServiceState = "stopped";
  #problem: string | null = null;
  #child: ChildProcess | undefined;
  #restarts = 0;
  #restartsInARow = 0;
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(
    spec: ServiceSpec,
    logFile: string,
    timing: SupervisorTiming,
    onEvent: (event: ServiceEvent) => void,
  ) {
    this.#spec = spec;
    this.#logFile = logFile;
    this.#timing = timing;
    this.#onEvent = onEvent;
  }

  /** Starts a process for the service; it has none, or a dead one. */
  start(): void {
    const log = openLog(this.#logFile);
    const since = Date.now();
    // A group of its own, so that Ctrl-C reaches only the supervisor; the channel closes when the supervisor ends.
    const child = spawn(this.#spec.command, this.#spec.args, {
      detached: true,
      env: this.#spec.env as NodeJS.ProcessEnv,
      stdio: ["ignore", log, log, "ipc"],
    });
    closeSync(log);
    this.#child = child;
    this.#state = this.#spec.healthUrl === undefined ? "ready" : "starting";
    this.#problem = null;
    const healthChecks = new AbortController();
    this.#ended = new Promise((resolve) => {
      const end = (how: string, code: number | null = null) => {
        healthChecks.abort();
        this.#onEnd(how, code, Date.now() - since);
        resolve();
      };
      child.once(
        "error",
        (error) => child.pid === undefined && end(`could not be started (${error.message})`),
      );
      child.once("exit", (code, signal) =>
        end(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`, code),
      );
    });
    if (child.pid === undefined) return;
    this.#onEvent({ type: "started", service: this.#spec.name, pid: child.pid });
    if (this.#spec.healthUrl === undefined) this.#onEvent({ type: "ready", service: this.#spec.name });
    else void this.#watchHealth(this.#spec.healthUrl, healthChecks.signal);
  }

  /** Ends the service's process, if it has one, and does not start another. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const kill = setTimeout(() => this.#child?.kill("SIGKILL"), this.#timing.graceMs);
    this.#child?.kill("SIGTERM");
    await this.#ended;
    clearTimeout(kill);
    this.#state = "stopped";
    this.#onEvent({ type: "stopped", service: this.#spec.name });
  }

  identity(): ProcessIdentity | undefined {
    return this.#child?.pid === undefined ? undefined : identify(this.#child.pid);
  }

  status(): ProcessStatus {
    const pid = this.#child?.pid;
    return {
      name: this.#spec.name,
      state: this.#state,
      problem: this.#problem,
      pid,
      restarts: this.#restarts,
      memoryBytes: pid === undefined ? undefined : memoryOf(pid),
      logFile: this.#logFile,
    };
  }

  #onEnd(how: string, code: number | null, ranMs: number): void {
    this.#child = undefined;
    this.#problem = how;
    if (this.#stopping) return;
    if (code !== null && this.#spec.restart === "when-killed") {
      this.#state = "stopped";
      this.#onEvent({ type: "ended", service: this.#spec.name, code });
      return;
    }
    if (ranMs >= this.#timing.healthyAfterMs) this.#restartsInARow = 0;
    const restartInMs = restartDelay(this.#timing.backOff, this.#restartsInARow, Math.random());
    this.#restartsInARow += 1;
    this.#restarts += 1;
    this.#state = "waiting";
    this.#timer = setTimeout(() => this.start(), restartInMs);
    const message = `${how}. Last lines of ${this.#logFile}:\n${lastLines(this.#logFile, 10)}`;
    this.#onEvent({ type: "died", service: this.#spec.name, message, restartInMs });
  }

  /** Asks as Kubernetes' probes do: what is not live is killed, what is not ready is shown. */
  async #watchHealth(url: string, signal: AbortSignal): Promise<void> {
    const { healthIntervalMs, notLiveAfterMs, unresponsiveAfterMs } = this.#timing;
    let live = Date.now();
    let timeoutMs = notLiveAfterMs;
    while (!signal.aborted) {
      const health = await askHealth(url, signal);
      if (signal.aborted) return;
      this.#show(health);
      if (health.live === null) {
        live = Date.now();
        timeoutMs = unresponsiveAfterMs;
      } else if (Date.now() - live > timeoutMs) {
        const message = `is not live for ${timeoutMs / 1000} s (${health.live}): killed`;
        this.#onEvent({ type: "unresponsive", service: this.#spec.name, message });
        this.#child?.kill("SIGKILL");
        return;
      }
      await pause(healthIntervalMs, signal);
    }
  }

  #show({ ready }: Health): void {
    this.#problem = ready;
    if (ready === null && this.#state !== "ready") {
      this.#state = "ready";
      this.#onEvent({ type: "ready", service: this.#spec.name });
    } else if (ready !== null && this.#state === "ready") {
      this.#state = "blocked";
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
