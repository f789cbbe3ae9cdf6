import { setTimeout as sleep } from "node:timers/promises";
import { readComponents } from "@interlude/infra-local";
import { type Database, PostgresStageStore } from "@interlude/infra-postgres";
import type { EventLog, OutboxRelay, RecordBatch } from "@interlude/stage";
import type { BenchNamespace } from "../bench-namespace.js";
import { type Environment, environmentOf } from "../environment.js";
import { quantile } from "../quantile.js";
import { MarkerWatch } from "./marker-watch.js";
import { bulkBatches, epochBatches } from "./relay-load.js";
import { graphRelay, withGraphDatabase } from "./relay-under-test.js";

const LOOK_MS = 20;

export interface BenchRelayOptions {
  /** Of the bulk, in megabytes. */
  readonly megabytes: number;
  /** Small epochs, one after the other. */
  readonly epochs: number;
  /** How often each way is measured, in turns. */
  readonly rounds: number;
  readonly namespace: BenchNamespace;
  readonly version: string;
  /** Told what is being done. */
  readonly onStep: (line: string) => void;
}

/** Transactional as services relay; idempotent as if nothing had to be fenced. */
type Way = "transactional" | "idempotent";

interface RelayRound {
  readonly way: Way;
  readonly bulkSeconds: number;
  readonly megabytesPerSecond: number;
  /** Of this process, for the bulk. */
  readonly cpuSeconds: number;
  /** From the commit of a small epoch until a subscriber has its markers on all partitions. */
  readonly visibleMilliseconds: { readonly p50: number; readonly p90: number };
}

export interface RelayReport {
  readonly bench: "relay";
  readonly environment: Environment;
  readonly megabytes: number;
  readonly epochs: number;
  readonly rounds: readonly RelayRound[];
}

/** Measures what it costs that the log fences the relay: outbox, relay and log are real. */
export async function benchRelay(options: BenchRelayOptions): Promise<RelayReport> {
  const { namespace, megabytes, epochs } = options;
  return withGraphDatabase(namespace, async (database) => {
    const log = namespace.openLog();
    try {
      const rounds: RelayRound[] = [];
      let epoch = 0;
      for (let round = 1; round <= options.rounds; round += 1) {
        for (const way of ["idempotent", "transactional"] as const) {
          options.onStep(`round ${round} of ${options.rounds}, ${way}`);
          rounds.push(await measure(way, { ...options, database, log, firstEpoch: epoch + 1 }));
          epoch += epochs + 1;
        }
      }
      const environment = await environmentOf(options, readComponents());
      return { bench: "relay", environment, megabytes, epochs, rounds };
    } finally {
      await log.close();
    }
  });
}

interface Parts {
  readonly database: Database;
  readonly log: EventLog;
  readonly megabytes: number;
  readonly epochs: number;
  readonly firstEpoch: number;
}

async function measure(way: Way, parts: Parts): Promise<RelayRound> {
  const { database, log, megabytes, firstEpoch } = parts;
  const store = new PostgresStageStore(database);
  const commit = (batches: readonly RecordBatch[]): Promise<void> =>
    store.transaction((transaction) => store.addToOutbox(transaction, batches));
  await commit(bulkBatches(firstEpoch, megabytes * 1e6));
  const relay = graphRelay(store, way === "transactional" ? log : withoutFence(log));
  const cpu = process.cpuUsage();
  const began = performance.now();
  relay.start();
  try {
    await untilEmpty(database);
    const bulkSeconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const latencies = await smallEpochs(parts, relay, commit);
    return {
      way,
      bulkSeconds,
      megabytesPerSecond: megabytes / bulkSeconds,
      cpuSeconds: (user + system) / 1e6,
      visibleMilliseconds: { p50: quantile(latencies, 0.5), p90: quantile(latencies, 0.9) },
    };
  } finally {
    await relay.stop();
  }
}

/** Appends as it comes: nothing tells a relay that was taken for dead from its successor. */
function withoutFence(log: EventLog): Pick<EventLog, "openAppender"> {
  return {
    openAppender: async () => ({
      append: async (records) => {
        await log.append(records);
        return new Map();
      },
      close: async () => {},
    }),
  };
}

async function smallEpochs(
  { database, log, epochs, firstEpoch }: Parts,
  relay: OutboxRelay,
  commit: (batches: readonly RecordBatch[]) => Promise<void>,
): Promise<number[]> {
  const watch = new MarkerWatch();
  await watch.start(log);
  const latencies: number[] = [];
  try {
    for (let epoch = firstEpoch + 1; epoch <= firstEpoch + epochs; epoch += 1) {
      const visible = watch.until(epoch);
      await commit(epochBatches(epoch));
      const committed = performance.now();
      relay.wake();
      await visible;
      latencies.push(performance.now() - committed);
      await untilEmpty(database);
    }
  } finally {
    await watch.close();
  }
  return latencies;
}

async function untilEmpty(database: Database): Promise<void> {
  for (;;) {
    const [row] = await database.query<{ waits: boolean }>("select exists (select from outbox) as waits");
    if (!row!.waits) return;
    await sleep(LOOK_MS);
  }
}

export function relayLines({ megabytes, epochs, rounds }: RelayReport): string[] {
  return [
    `${megabytes} MB in bulk, ${epochs} small epochs`,
    ...rounds.map(({ way, megabytesPerSecond, cpuSeconds, visibleMilliseconds: { p50, p90 } }) => {
      const bulk = `${megabytesPerSecond.toFixed(1)} MB/s, ${cpuSeconds.toFixed(1)} s of CPU`;
      return `${way.padEnd(14)} ${bulk}; an epoch can be seen after p50 ${p50.toFixed(1)} p90 ${p90.toFixed(1)} ms`;
    }),
  ];
}
