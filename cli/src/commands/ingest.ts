import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { CommandError } from "../command-error.js";
import { lastEpoch } from "../deployment/ingested.js";
import type { Namespace } from "../deployment/namespace.js";
import { lastProblem } from "../deployment/service-logs.js";
import { describeEvent, startSystem } from "../deployment/system.js";
import type { Output } from "../output.js";

/**
 * Publishes what a folder holds, once, and returns the newest epoch. Only ingestion runs: whatever
 * other services are up, here or elsewhere, take it from the topics.
 */
export async function ingest(
  namespace: Namespace,
  options: { kind: "dump" | "packets"; folder: string; output: Output },
): Promise<number> {
  const folder = resolve(options.folder);
  if (!existsSync(folder)) throw new CommandError("SOURCE_MISSING", `There is no folder ${folder}`);
  await namespace.prepare();
  const system = await startSystem({
    namespace,
    source: { folder, mode: "once", only: options.kind },
    services: ["ingestion"],
    onEvent: (event) => {
      const line = describeEvent(event);
      if (line !== null) options.output.remark(line);
    },
  });
  try {
    if ((await system.ingestionEnded) !== 0) {
      throw new CommandError("SERVICE_FAILED", `ingestion stopped: ${lastProblem("ingestion")}`);
    }
    return (await lastEpoch(namespace)).epoch;
  } finally {
    await system.stop();
  }
}
