import type { BenchNamespace } from "../bench-namespace.js";
import type { ProcessSample } from "../processes/process-usage.js";
import { runCost, normalize } from "./normalizing.js";
import type { BulkMeasurement } from "./report.js";

/** Lets normalization take the dump that lies in the topics, the first epoch of its stream. @throws ProgramError */
export async function measureBulk(
  namespace: BenchNamespace,
): Promise<{ bulk: BulkMeasurement; curve: readonly ProcessSample[] }> {
  const run = await normalize(namespace, 1);
  const { completedAt, derivingMilliseconds, leftAt } = run.epochs[0]!;
  const seconds = (completedAt - run.beganAt) / 1000;
  const bulk = {
    rows: run.rows,
    seconds,
    rowsPerSecond: Math.round(run.rows / seconds),
    phases: {
      writing: seconds - derivingMilliseconds / 1000,
      completing: derivingMilliseconds / 1000,
      indexing: run.indexingSeconds,
      relaying: (leftAt - completedAt) / 1000,
    },
    ...runCost(run),
  };
  return { bulk, curve: run.usage.curve };
}
