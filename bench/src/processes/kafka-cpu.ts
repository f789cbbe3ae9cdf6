import { readFileSync, readdirSync } from "node:fs";
import { processTimes } from "./process-times.js";

/**
 * Tells what the broker that listens at an address has used so far, in seconds of processor time. Null if it is not
 * one that this machine runs from a file of properties.
 */
export function kafkaCpu(broker: string): (() => number) | null {
  const pid = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((candidate) => isBroker(candidate, broker));
  if (pid === undefined) return null;
  return () => processTimes(pid)?.seconds ?? 0;
}

function isBroker(pid: number, broker: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const properties = words[words.indexOf("kafka.Kafka") + 1];
    if (!words.includes("kafka.Kafka") || properties === undefined) return false;
    return readFileSync(properties, "utf8").includes(`PLAINTEXT://${broker}`);
  } catch {
    return false;
  }
}
