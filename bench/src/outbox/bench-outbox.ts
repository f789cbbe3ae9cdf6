import { readComponents } from "@interlude/infra-local";
import { type Database, PostgresStageStore } from "@interlude/infra-postgres";
import type { OutboxRelay } from "@interlude/stage";
import type { BenchNamespace } from "../bench-namespace.js";
import { type Environment, environmentOf } from "../environment.js";
import { quantile } from "../quantile.js";
import { graphRelay, withGraphDatabase } from "../relay/relay-under-test.js";
import { AppendedLog } from "./appended-log.js";
import { StageEpochs } from "./stage-epochs.js";
import { type TableHealth, tableHealth } from "./table-health.js";

/** Parts of the run that are reported one by one. */
const WINDOWS = 10;
/** The part in which another session keeps an old snapshot, as a backup does. */
const SNAPSHOT_WINDOW = 7;
/** Epochs that are committed while the relay is at work on one. */
const AHEAD = 4;

export interface BenchOutboxOptions {
  readonly epochs: number;
  readonly namespace: BenchNamespace;
  readonly version: string;
  /** Told what is being done. */
  readonly onStep: (line: string) => void;
}

interface OutboxWindow extends TableHealth {
  readonly epochs: number;
  readonly oldSnapshot: boolean;
  readonly epochsPerSecond: number;
  /** From the commit of an epoch until the relay has sent it. */
  readonly relayMilliseconds: { readonly p50: number; readonly p99: number; readonly max: number };
}

export interface OutboxReport {
  readonly bench: "outbox";
  readonly environment: Environment;
  readonly epochs: number;
  readonly windows: readonly OutboxWindow[];
}

/** Measures what many small epochs do to a stage's tables and to its relay: the store and the relay are real, the log is not. */
export async function benchOutbox(options: BenchOutboxOptions): Promise<OutboxReport> {
  return withGraphDatabase(options.namespace, async (database) => {
    const windows = await measure(options, database);
    const environment = await environmentOf(options, readComponents());
    return { bench: "outbox", environment, epochs: options.epochs, windows };
  });
}

async function measure({ epochs, onStep }: BenchOutboxOptions, database: Database): Promise<OutboxWindow[]> {
  const store = new PostgresStageStore(database);
  const log = new AppendedLog();
  const relay = graphRelay(store, log);
  const stage = new StageEpochs(store);
  const windows: OutboxWindow[] = [];
  relay.start();
  try {
    for (let window = 0; window < WINDOWS; window += 1) {
      const first = Math.round((window * epochs) / WINDOWS) + 1;
      const last = Math.round(((window + 1) * epochs) / WINDOWS);
      const oldSnapshot = window === SNAPSHOT_WINDOW;
      onStep(`epochs ${first} to ${last}${oldSnapshot ? ", while another session keeps a snapshot" : ""}`);
      const work = (): Promise<number[]> => relayed(first, last, { stage, relay, log });
      const began = performance.now();
      const latencies = oldSnapshot ? await withOldSnapshot(database, work) : await work();
      const seconds = (performance.now() - began) / 1000;
      windows.push({
        epochs: last - first + 1,
        oldSnapshot,
        epochsPerSecond: (last - first + 1) / seconds,
        relayMilliseconds: {
          p50: quantile(latencies, 0.5),
          p99: quantile(latencies, 0.99),
          max: quantile(latencies, 1),
        },
        ...(await tableHealth(database)),
      });
    }
  } finally {
    await relay.stop();
  }
  return windows;
}

/** Commits epochs and waits until the relay has sent them; milliseconds that it took for each. */
async function relayed(
  first: number,
  last: number,
  { stage, relay, log }: { stage: StageEpochs; relay: OutboxRelay; log: AppendedLog },
): Promise<number[]> {
  const latencies: number[] = [];
  const waiting: Promise<unknown>[] = [];
  for (let epoch = first; epoch <= last; epoch += 1) {
    await stage.complete(epoch);
    const committed = performance.now();
    relay.wake();
    waiting.push(log.until(epoch).then(() => latencies.push(performance.now() - committed)));
    if (waiting.length > AHEAD) await waiting.shift();
  }
  await Promise.all(waiting);
  return latencies;
}

async function withOldSnapshot<Result>(database: Database, work: () => Promise<Result>): Promise<Result> {
  return database.transactionOnce(async (transaction) => {
    await transaction.query("set transaction isolation level repeatable read");
    await transaction.query("select from stage_state");
    return work();
  });
}

export function outboxLines({ epochs, windows }: OutboxReport): string[] {
  return [
    `${epochs} epochs`,
    ...windows.map(({ oldSnapshot, epochsPerSecond, relayMilliseconds, deadTuples, bytes }) => {
      const { p50, p99, max } = relayMilliseconds;
      const latency = `relay p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} max ${max.toFixed(0)} ms`;
      const tables = `outbox ${deadTuples.outbox} dead, ${Math.round(bytes.outbox / 1024)} kB`;
      return `${Math.round(epochsPerSecond)}/s  ${latency}  ${tables}${oldSnapshot ? "  (old snapshot)" : ""}`;
    }),
  ];
}
