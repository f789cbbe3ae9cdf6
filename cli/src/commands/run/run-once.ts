import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandError } from "../../command-error.js";
import { lastEpoch } from "../../deployment/ingested.js";
import { lastProblem } from "../../deployment/service-logs.js";
import type { Namespace } from "@interlude/infra-local";
import { type System, describeEvent, startSystem } from "../../deployment/system.js";
import { describeSetAside } from "../../deployment/describe-set-aside.js";
import { BEGINNING, type SetAside, setAsideSince, standpoint } from "../../deployment/set-aside.js";
import { describeReach, isBusy, readReach } from "../../deployment/reach.js";
import { totalsOf } from "../../deployment/statuses.js";
import type { Output } from "../../output.js";

const POLL_MS = 200;
const REMARK_EVERY_MS = 5_000;

/** What a run came to. */
interface RunResult extends SetAside {
  readonly namespace: string;
  readonly epochs: number;
  readonly sequence: number;
  /** Row changes and documents that ingestion sent. */
  readonly rows: number;
  readonly seconds: { readonly prepare: number; readonly stream: number };
  /** From the first row sent to the last marker out of the graph. */
  readonly rowsPerSecondToGraph: number;
  /** Resident memory of each service at the end, in bytes. */
  readonly memory: Readonly<Record<string, number>>;
  readonly restarts: Readonly<Record<string, number>>;
  readonly totals: Readonly<Record<string, number>>;
}

/**
 * Streams everything in a folder through all services once: waits until the marker of the last epoch has come out of every
 * stage, and until none has work left in the background, then stops them.
 */
export async function runOnce(
  namespace: Namespace,
  options: { source: string; resume: boolean; strict?: boolean; output: Output },
): Promise<RunResult> {
  const source = resolve(options.source);
  if (!existsSync(source)) throw new CommandError("SOURCE_MISSING", `There is no folder ${source}`);
  const began = performance.now();
  if (!options.resume) await namespace.remove();
  await namespace.prepare();
  const before = options.resume ? await standpoint(namespace) : BEGINNING;
  const prepared = performance.now();
  const system = await startSystem({
    namespace,
    source: { folder: source, mode: "once", strict: options.strict },
    onEvent: (event) => {
      const line = describeEvent(event);
      if (line !== null) options.output.remark(line);
    },
  });
  try {
    if ((await system.ingestionEnded) !== 0) {
      for (const line of describeSetAside(await setAsideSince(namespace, before)))
        options.output.remark(line);
      throw new CommandError("SERVICE_FAILED", `ingestion stopped: ${lastProblem("ingestion")}`);
    }
    const ingested = await lastEpoch(namespace);
    const graphDone = await everyStageAt(system, ingested.epoch, options.output);
    await untilNotBusy(namespace, options.output);
    const statuses = await system.statuses();
    statuses.delete("ingestion");
    return {
      namespace: namespace.name,
      epochs: ingested.epoch,
      sequence: ingested.sequence,
      rows: ingested.rows,
      seconds: { prepare: seconds(prepared - began), stream: seconds(performance.now() - prepared) },
      rowsPerSecondToGraph: Math.round((ingested.rows * 1000) / (graphDone - ingested.startedAt)),
      memory: Object.fromEntries([...statuses].map(([name, status]) => [name, status?.memory ?? 0])),
      restarts: Object.fromEntries(system.supervisor.status().map(({ name, restarts }) => [name, restarts])),
      totals: totalsOf(statuses),
      ...(await setAsideSince(namespace, before)),
    };
  } finally {
    await system.stop();
  }
}

/** Waits until the marker of an epoch has left every stage; Unix time at which the graph's had. */
async function everyStageAt(system: System, epoch: number, output: Output): Promise<number> {
  let graphDone: number | null = null;
  let remarked = performance.now();
  for (;;) {
    const statuses = await system.statuses();
    statuses.delete("ingestion");
    const late = [...statuses].filter(([, status]) => (status?.publishedEpoch ?? 0) < epoch);
    if (graphDone === null && !late.some(([name]) => name === "graph" || name === "normalization")) {
      graphDone = Date.now();
    }
    if (late.length === 0) return graphDone!;
    if (performance.now() - remarked > REMARK_EVERY_MS) {
      remarked = performance.now();
      const waiting = late.map(([name, status]) => `${name} at ${status?.publishedEpoch ?? "?"}`);
      output.remark(`waiting for epoch ${epoch}: ${waiting.join(", ")}`);
    }
    await sleep(POLL_MS);
  }
}

/** Waits until no stage has anything left to do in the background, and what that published has been read. */
async function untilNotBusy(namespace: Namespace, output: Output): Promise<void> {
  const database = namespace.openDatabase();
  try {
    for (let remarked = performance.now(); ; await sleep(POLL_MS)) {
      const reach = await database.transactionOnce(async (snapshot) => {
        await snapshot.query("set transaction isolation level repeatable read, read only");
        return readReach(snapshot);
      });
      if (!isBusy(reach)) return;
      if (performance.now() - remarked < REMARK_EVERY_MS) continue;
      remarked = performance.now();
      output.remark(`waiting for work in the background: ${describeReach(reach)}`);
    }
  } finally {
    await database.close();
  }
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
