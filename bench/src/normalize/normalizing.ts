import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { BenchNamespace, ServiceProcess } from "../bench-namespace.js";
import { postgresCpu } from "../processes/postgres-cpu.js";
import { PROBE, type ProcessUsage, readUsage } from "../processes/process-usage.js";
import { ProgramError } from "../processes/program.js";
import { tied } from "../processes/running-programs.js";
import type { RunCost } from "./report.js";
import { DatabaseWatch, type StatementTime } from "./database-watch.js";

const POLL_MS = 100;
/** Of what the service says, what an error shows. */
const LAST_LINES = 5;

/** An epoch as the service took it. */
export interface NormalizedEpoch {
  readonly epoch: number;
  /** When its transaction had committed, in milliseconds since the Unix epoch. */
  readonly completedAt: number;
  /** Of it, what the end of the epoch took: everything that is derived, and written to the outbox. */
  readonly derivingMilliseconds: number;
  /** When everything that it caused had left the outbox. */
  readonly leftAt: number;
}

/** What the service did from its start to its end. */
export interface NormalizationRun {
  /** When its first transaction began, in milliseconds since the Unix epoch. */
  readonly beganAt: number;
  /** In the order in which they were completed. */
  readonly epochs: readonly NormalizedEpoch[];
  /** Row changes that were handled. */
  readonly rows: number;
  readonly usage: ProcessUsage;
  /** Of the whole server, meanwhile; null where it cannot be seen. */
  readonly postgresCpuSeconds: number | null;
  /** What Postgres was seen working at most. */
  readonly statements: readonly StatementTime[];
  /** Of it, the building of indexes. */
  readonly indexingSeconds: number;
}

/**
 * Lets the normalization service take what lies in its topics until it has completed `upTo` and everything has left the
 * outbox, as a process of its own and started as it is in a deployment.
 * @throws ProgramError where the service stopped by itself
 */
export async function normalize(namespace: BenchNamespace, upTo: number): Promise<NormalizationRun> {
  const database = namespace.openDatabase();
  const watch = new DatabaseWatch(database);
  try {
    const cpu = await postgresCpu(database);
    const cpuBefore = cpu?.() ?? 0;
    const service = new WatchedService(await namespace.normalization());
    let rows: number;
    try {
      await service.until(() => {
        const last = service.epochs.at(-1);
        return last !== undefined && last.epoch >= upTo && watch.leftAt(last) !== null;
      });
      rows = await service.rows();
    } finally {
      await service.end();
    }
    const postgresCpuSeconds = cpu === null ? null : cpu() - cpuBefore;
    await watch.end();
    return {
      beganAt: watch.firstTransactionAt!,
      epochs: service.epochs.map((epoch) => ({ ...epoch, leftAt: watch.leftAt(epoch)! })),
      rows,
      usage: service.usage(),
      postgresCpuSeconds,
      statements: watch.statementTimes(),
      indexingSeconds: watch.secondsOf(/^(create (unique )?index|alter table .* add )/i),
    };
  } finally {
    await watch.end();
    await database.close();
  }
}

/** What of a run every measurement reports. */
export function costOf({ usage, postgresCpuSeconds, statements }: NormalizationRun): RunCost {
  const { maxRssBytes, cpuSeconds } = usage;
  return { service: { maxRssBytes, cpuSeconds }, postgresCpuSeconds, statements };
}

/** The process, what it says of epochs, and what it uses. */
class WatchedService {
  readonly epochs: Omit<NormalizedEpoch, "leftAt">[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), "interlude-bench-usage-"));
  private readonly child: ChildProcess;
  private readonly exited: Promise<unknown>;
  private readonly said: string[] = [];
  private readonly address: string;

  constructor({ command, args, env, address }: ServiceProcess) {
    this.address = address;
    const service = spawn(command, ["--import", PROBE, ...args], {
      env: { ...env, LOG_LEVEL: "info", BENCH_PROBE_FILE: this.probeFile() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = tied(service);
    this.exited = once(this.child, "exit").catch((error: Error) => this.hear(error.message));
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      createInterface({ input: stream }).on("line", (line) => this.hear(line));
    }
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new ProgramError(`normalization stopped: ${this.said.join("\n")}`);
      }
      await sleep(POLL_MS);
    }
  }

  /** Row changes handled so far, by the service's own count. */
  async rows(): Promise<number> {
    const exposition = await (await fetch(`${this.address}/metrics`)).text();
    const counts = exposition.matchAll(/^interlude_records_total\{.*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  async end(): Promise<void> {
    this.child.kill("SIGTERM");
    await this.exited;
  }

  /** What it used until its end; can be asked for once. */
  usage(): ProcessUsage {
    const usage = readUsage(this.probeFile());
    rmSync(this.folder, { recursive: true });
    return usage;
  }

  private probeFile(): string {
    return join(this.folder, "usage.jsonl");
  }

  private hear(line: string): void {
    this.said.push(line);
    if (this.said.length > LAST_LINES) this.said.shift();
    const { msg, time, epoch, milliseconds } = parsed(line);
    if (msg !== "epoch complete") return;
    this.epochs.push({ epoch, completedAt: Date.parse(time), derivingMilliseconds: milliseconds });
  }
}

/** What the service logs of an epoch. */
interface EpochLine {
  readonly msg: string;
  readonly time: string;
  readonly epoch: number;
  readonly milliseconds: number;
}

function parsed(line: string): EpochLine {
  try {
    return JSON.parse(line);
  } catch {
    return { msg: line, time: "", epoch: 0, milliseconds: 0 };
  }
}
