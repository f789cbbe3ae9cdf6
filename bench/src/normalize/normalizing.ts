import type { BenchNamespace } from "../bench-namespace.js";
import { postgresCpu } from "../processes/postgres-cpu.js";
import type { ProcessUsage } from "../processes/process-usage.js";
import { type CompletedEpochLine, WatchedService } from "../processes/watched-service.js";
import { DatabaseWatch, type StatementTime } from "./database-watch.js";
import type { RunCost } from "./report.js";

/** An epoch as the service took it. */
interface NormalizedEpoch extends CompletedEpochLine {
  /** When everything that it caused had left the outbox. */
  readonly leftAt: number;
}

/** What the service did from its start to its end. */
interface NormalizationRun {
  /** When its first transaction began, as Unix time in milliseconds. */
  readonly beganAt: number;
  /** In the order in which they were completed. */
  readonly epochs: readonly NormalizedEpoch[];
  /** Row changes that were handled. */
  readonly rows: number;
  readonly usage: ProcessUsage;
  /** Of the whole server, meanwhile; null if it cannot be seen. */
  readonly postgresCpuSeconds: number | null;
  /** What Postgres was seen working at most. */
  readonly statements: readonly StatementTime[];
  /** Of it, the building of indexes. */
  readonly indexingSeconds: number;
}

/**
 * Lets the normalization service take what lies in its topics until it has completed `upTo` and everything has left the
 * outbox, as a process of its own and started as it is in a deployment.
 * @throws ProgramError if the service stopped by itself
 */
export async function normalize(namespace: BenchNamespace, upTo: number): Promise<NormalizationRun> {
  const database = namespace.openDatabase();
  const watch = new DatabaseWatch(database);
  try {
    const cpu = await postgresCpu(database);
    const cpuBefore = cpu?.() ?? 0;
    const service = new WatchedService("normalization", await namespace.normalization());
    let rows: number;
    try {
      await service.until(() => {
        const last = service.epochs.at(-1);
        return last !== undefined && last.epoch >= upTo && watch.leftAt(last) !== null;
      });
      rows = await service.records();
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
export function runCost({ usage, postgresCpuSeconds, statements }: NormalizationRun): RunCost {
  const { maxRssBytes, cpuSeconds } = usage;
  return { service: { maxRssBytes, cpuSeconds }, postgresCpuSeconds, statements };
}
