import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What a process is to `--import` so that it says what it uses. */
export const PROBE = fileURLToPath(new URL("process-probe.js", import.meta.url));

/** What a process had used when it was looked at. */
export interface ProcessSample {
  /** Since the process started. */
  readonly seconds: number;
  readonly rssBytes: number;
  /** The most it has held so far. */
  readonly maxRssBytes: number;
  /** User and system time, all threads; of programs that it started, none. */
  readonly cpuSeconds: number;
}

/** What a process used from its start to its end. */
export interface ProcessUsage {
  readonly maxRssBytes: number;
  readonly cpuSeconds: number;
  /** A sample a second. */
  readonly curve: readonly ProcessSample[];
}

/** Reads what the probe wrote. */
export function readUsage(file: string): ProcessUsage {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const curve = lines.map((line) => JSON.parse(line) as ProcessSample);
  const { maxRssBytes, cpuSeconds } = curve.at(-1)!;
  return { maxRssBytes, cpuSeconds, curve };
}
