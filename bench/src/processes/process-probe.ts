/**
 * Loaded into a measured process before its own code (`node --import`): writes what the process uses, once a second
 * and at its end, as lines of JSON to the file that BENCH_PROBE_FILE names.
 */
import { appendFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import type { ProcessSample } from "./process-usage.js";

const SAMPLE_MS = 1_000;

function sample(): ProcessSample {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  return {
    seconds: Math.round(performance.now()) / 1000,
    rssBytes: process.memoryUsage.rss(),
    maxRssBytes: maxRSS * 1024,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  };
}

const file = process.env["BENCH_PROBE_FILE"];
// Threads load it, too; the figures are the whole process's.
if (file !== undefined && isMainThread) {
  const write = (): void => appendFileSync(file, `${JSON.stringify(sample())}\n`);
  setInterval(write, SAMPLE_MS).unref();
  process.on("exit", write);
}
