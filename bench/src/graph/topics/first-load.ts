import type { BenchNamespace } from "../../bench-namespace.js";
import { kafkaCpu } from "../../processes/kafka-cpu.js";
import { postgresCpu } from "../../processes/postgres-cpu.js";
import type { ProcessUsage } from "../../processes/process-usage.js";
import { WatchedService } from "../../processes/watched-service.js";

/** The graph service's first load, from the start of its process on. Seconds; of wall clock, unless it says so. */
export interface FirstLoadMeasurement {
  /** Records that were read. */
  readonly records: number;
  /** Until the epoch's transaction began to be completed: reading, decoding, staging. */
  readonly readingSeconds: number;
  /** From there to the commit: the graph built, everything derived, everything to be published in the outbox. */
  readonly applyingSeconds: number;
  /** The sum: the graph is there. */
  readonly committedSeconds: number;
  /** Everything published, and nothing left in the outbox. */
  readonly publishedSeconds: number;
  /** Processor time until everything was published; null where a server cannot be seen from here. */
  readonly cpu: {
    readonly serviceSeconds: number;
    /** Of the service's, by when it was used, to the second. */
    readonly reading: number;
    readonly applying: number;
    readonly publishing: number;
    readonly postgresSeconds: number | null;
    readonly kafkaSeconds: number | null;
  };
  readonly serviceMaxRssBytes: number;
}

/**
 * Lets the graph service load what its topics hold into an empty schema, as a process of its own and started as it is
 * in a deployment.
 * @throws ProgramError where the service stopped by itself
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

/** What a process had used when it was first looked at after so many seconds. */
function cpuUntil({ curve, cpuSeconds }: ProcessUsage, seconds: number): number {
  return curve.find((sample) => sample.seconds >= seconds)?.cpuSeconds ?? cpuSeconds;
}

async function publishedEpoch(address: string): Promise<number> {
  const status = (await (await fetch(`${address}/status`)).json()) as { publishedEpoch: number };
  return status.publishedEpoch;
}
