import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type ProcessIdentity, isRunning } from "./process-identity.js";
import {
  type ServiceEvent,
  ServiceRunner,
  type ServiceSpec,
  type ProcessStatus,
  type SupervisorTiming,
} from "./service-runner.js";

export type {
  ServiceEvent,
  ServiceSpec,
  ServiceState,
  ProcessStatus,
  SupervisorTiming,
} from "./service-runner.js";

const TIMING: SupervisorTiming = {
  backOff: { firstMs: 500, maxMs: 30_000 },
  healthyAfterMs: 60_000,
  // Longer than a service's own DRAIN_TIMEOUT_SECONDS.
  graceMs: 30_000,
  healthIntervalMs: 500,
  unresponsiveAfterMs: 60_000,
  notLiveAfterMs: 180_000,
};

export interface SupervisorOptions {
  readonly services: readonly ServiceSpec[];
  /** Logs go to `<home>/logs/<service>.log`, process ids to `<home>/services.json`. */
  readonly home: string;
  readonly onEvent: (event: ServiceEvent) => void;
  readonly timing?: Partial<SupervisorTiming>;
}

export interface Supervisor {
  status(): ProcessStatus[];
  /** SIGTERM to all, SIGKILL to those that take too long; resolves when none runs. Safe to call again. */
  stop(): Promise<void>;
}

/**
 * Runs each service as its own process and starts it again, with back-off, when it dies or no longer responds.
 *
 * A service is started with an IPC channel that nothing is sent through: it closes when the supervisor ends, however
 * that happens, and a service must end on `process.on("disconnect")`. One that does not is ended by the next
 * supervisor of the same home.
 */
export async function superviseServices(options: SupervisorOptions): Promise<Supervisor> {
  const { services, home, onEvent } = options;
  const timing = { ...TIMING, ...options.timing };
  mkdirSync(join(home, "logs"), { recursive: true });
  const record = join(home, "services.json");
  await endLeftovers(record);

  const runners = services.map((service) => {
    const logFile = join(home, "logs", `${service.name}.log`);
    return new ServiceRunner(service, logFile, timing, (event) => {
      if (event.type === "started") writeRecord(record, runners);
      onEvent(event);
    });
  });
  for (const runner of runners) runner.start();
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    rmSync(record, { force: true });
  };
  return {
    status: () => runners.map((runner) => runner.status()),
    stop: () => (stopped ??= stop()),
  };
}

function writeRecord(file: string, runners: readonly ServiceRunner[]): void {
  const processes = runners.map((runner) => runner.identity()).filter((identity) => identity !== undefined);
  writeFileSync(`${file}.new`, JSON.stringify(processes));
  renameSync(`${file}.new`, file);
}

/** Ends services that outlived their supervisor: they had their chance to end when the channel closed. */
async function endLeftovers(record: string): Promise<void> {
  let processes: ProcessIdentity[];
  try {
    processes = JSON.parse(readFileSync(record, "utf8")) as ProcessIdentity[];
  } catch {
    return;
  }
  const running = processes.filter(isRunning);
  for (const { pid } of running) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Ended by itself since it was asked for.
    }
  }
  while (running.some(isRunning)) await delay(20);
}
