import type { BenchNamespace } from "../../bench-namespace.js";
import { kafkaCpu } from "../../processes/kafka-cpu.js";
import { postgresCpu } from "../../processes/postgres-cpu.js";
import type { ProcessUsage } from "../../processes/process-usage.js";
import { WatchedService } from "../../processes/watched-service.js";

/** The graph service's first load, from the start of its process on. Seconds of wall-clock time unless noted. */
export interface FirstLoadMeasurement {
  /** Records that were read. */
  readonly records: number;
  /** Until the last marker arrived: reading, decoding, staging. */
  readonly readingSeconds: number;
  /** From then to the commit: graph, embedding and structure computed, all records in the outbox. */
  readonly applyingSeconds: number;
  /** The sum of the two. */
  readonly committedSeconds: number;
  /** Everything published, and nothing left in the outbox. */
  readonly publishedSeconds: number;
  /** Processor time until everything was published; null for a server on another machine. */
  readonly cpu: {
    readonly serviceSeconds: number;
    /** The service's by phase, to the second. */
    readonly reading: number;
    readonly applying: number;
    readonly publishing: number;
    readonly postgresSeconds: number | null;
    readonly kafkaSeconds: number | null;
  };
  readonly serviceMaxRssBytes: number;
}

/**
 * Starts the graph service as in a deployment, on an empty schema, and measures how it loads its topics.
 * @throws ProgramError if the service ends by itself
 */
export async function measureFirstLoad(namespace: BenchNamespace): Promise<FirstLoadMeasurement> {
  const database = namespace.openDatabase();
  try {
    const [postgres, kafka] = [await postgresCpu(database), kafkaCpu(namespace.kafka.brokers[0]!)];
    const before = { postgres: postgres?.() ?? 0, kafka: kafka?.() ?? 0 };
    const service = new WatchedService("the graph", await namespace.graph());
    let publishedAt: number;
    let records: number;
    try {
      await service.until(() => service.epochs.length > 0);
      await service.until(async () => (await publishedEpoch(service.address)) >= service.epochs[0]!.epoch);
      publishedAt = Date.now();
      records = await service.records();
    } finally {
      await service.end();
    }
    const { completedAt, derivingMilliseconds } = service.epochs[0]!;
    const usage = service.usage();
    const committedSeconds = (completedAt - service.startedAt) / 1000;
    const readingSeconds = committedSeconds - derivingMilliseconds / 1000;
    const [read, committed] = [readingSeconds, committedSeconds].map((at) => cpuUntil(usage, at)) as [
      number,
      number,
    ];
    return {
      records,
      readingSeconds,
      applyingSeconds: derivingMilliseconds / 1000,
      committedSeconds,
      publishedSeconds: (publishedAt - service.startedAt) / 1000,
      cpu: {
        serviceSeconds: usage.cpuSeconds,
        reading: read,
        applying: committed - read,
        publishing: usage.cpuSeconds - committed,
        postgresSeconds: postgres === null ? null : postgres() - before.postgres,
        kafkaSeconds: kafka === null ? null : kafka() - before.kafka,
      },
      serviceMaxRssBytes: usage.maxRssBytes,
    };
  } finally {
    await database.close();
  }
}

/** Processor time of a process at its first sample after so many seconds. */
function cpuUntil({ curve, cpuSeconds }: ProcessUsage, seconds: number): number {
  return curve.find((sample) => sample.seconds >= seconds)?.cpuSeconds ?? cpuSeconds;
}

async function publishedEpoch(address: string): Promise<number> {
  const status = (await (await fetch(`${address}/status`)).json()) as { publishedEpoch: number };
  return status.publishedEpoch;
}
