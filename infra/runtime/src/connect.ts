import { createKafkaEventLog, describeCluster } from "@interlude/infra-kafka";
import { Database, PostgresStageStore, type Transaction } from "@interlude/infra-postgres";
import { createRegistryCodec } from "@interlude/infra-registry";
import { type Codec, type EventLog, EventLogError, type StageStore, reasonOf } from "@interlude/stage";
import type { ServiceSettings } from "./settings/service-settings.js";
import type { Logger } from "./telemetry/logger.js";

const PROBE_TIMEOUT_MS = 5_000;
const QUERY_CONNECTIONS = 4;
/** A request that takes longer is refused: others wait for its connection. */
const QUERY_LIMIT_MS = 2_000;

/** The servers that a service works with. */
export interface Connections {
  readonly database: Database;
  /** The same for requests over HTTP and for probes, which must not take the stage's connections. */
  readonly queries: Database;
  readonly store: StageStore<Transaction>;
  readonly log: EventLog;
  /** Rejects if no broker responds within seconds; the log itself tries for longer. */
  reachLog(): Promise<void>;
  /** Rejects while the registry does not respond or lacks a schema. */
  openCodec(): Promise<Codec>;
}

/** Clients of Kafka, registry and Postgres; they connect when they are first used. */
export function connect(service: string, settings: ServiceSettings, logger: Logger): Connections {
  const database = new Database({ url: settings.databaseUrl, application: `interlude-${service}` });
  return {
    database,
    queries: new Database({
      url: settings.databaseUrl,
      application: `interlude-${service}-queries`,
      connections: QUERY_CONNECTIONS,
      limitMs: QUERY_LIMIT_MS,
    }),
    store: new PostgresStageStore(database),
    log: createKafkaEventLog({
      connection: settings.kafka,
      namespace: settings.namespace,
      clientId: service,
      logger,
    }),
    reachLog: () => reachLog(settings.kafka),
    openCodec: () => createRegistryCodec({ connection: settings.registry, namespace: settings.namespace }),
  };
}

async function reachLog(connection: ServiceSettings["kafka"]): Promise<void> {
  const signal = AbortSignal.timeout(3 * PROBE_TIMEOUT_MS);
  try {
    await describeCluster(connection, { timeoutMs: PROBE_TIMEOUT_MS, signal });
  } catch (cause) {
    const message = `No broker of ${connection.brokers.join(", ")} responds: ${reasonOf(cause)}`;
    throw new EventLogError("LOG_UNREACHABLE", message, { cause });
  }
}
