import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceProcess } from "../bench-namespace.js";
import { PROBE, type ProcessUsage, readUsage } from "./process-usage.js";
import { ProgramError } from "./program.js";
import { tracked } from "./running-programs.js";

const POLL_MS = 100;
/** Of what the service says, what an error shows. */
const LAST_LINES = 5;

/** An epoch as a service said that it had completed it. */
export interface CompletedEpochLine {
  readonly epoch: number;
  /** When its transaction had committed, as Unix time in milliseconds. */
  readonly completedAt: number;
  /** Of it, what the end of the epoch took: everything that is derived, and written to the outbox. */
  readonly derivingMilliseconds: number;
}

/** A service as a process of its own, what it says of epochs, and what it uses. */
export class WatchedService {
  readonly epochs: CompletedEpochLine[] = [];
  /** Unix time in milliseconds. */
  readonly startedAt = Date.now();
  readonly #folder = mkdtempSync(join(tmpdir(), "interlude-bench-usage-"));
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #said: string[] = [];
  readonly address: string;

  constructor(
    private readonly name: string,
    { command, args, env, address }: ServiceProcess,
  ) {
    this.address = address;
    const service = spawn(command, ["--import", PROBE, ...args], {
      env: { ...env, LOG_LEVEL: "info", BENCH_PROBE_FILE: this.#probeFile() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = tracked(service);
    this.#exited = once(this.#child, "exit").catch((error: Error) => this.#hear(error.message));
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      createInterface({ input: stream }).on("line", (line) => this.#hear(line));
    }
  }

  /** @throws ProgramError if the service stops by itself */
  async until(condition: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await condition())) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new ProgramError(`${this.name} stopped: ${this.#said.join("\n")}`);
      }
      await sleep(POLL_MS);
    }
  }

  /** Records, or items of batches, handled so far, by the service's own count. */
  async records(): Promise<number> {
    const exposition = await (await fetch(`${this.address}/metrics`)).text();
    const counts = exposition.matchAll(/^interlude_records_total\{.*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  async end(): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#exited;
  }

  /** What it used until its end; can be asked for once. */
  usage(): ProcessUsage {
    const usage = readUsage(this.#probeFile());
    rmSync(this.#folder, { recursive: true });
    return usage;
  }

  #probeFile(): string {
    return join(this.#folder, "usage.jsonl");
  }

  #hear(line: string): void {
    this.#said.push(line);
    if (this.#said.length > LAST_LINES) this.#said.shift();
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
