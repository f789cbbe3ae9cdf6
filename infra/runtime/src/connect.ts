import { createKafkaEventLog } from "@interlude/infra-kafka";
import { Database, PostgresStageStore, type Transaction } from "@interlude/infra-postgres";
import { createRegistryCodec } from "@interlude/infra-registry";
import type { Codec, EventLog, StageStore } from "@interlude/stage";
import type { ServiceSettings } from "./settings/service-settings.js";
import type { Logger } from "./telemetry/logger.js";

/** The servers that a service works with. */
export interface Connections {
  readonly database: Database;
  readonly store: StageStore<Transaction>;
  readonly log: EventLog;
  /** Rejects while the registry does not answer or lacks a schema. */
  openCodec(): Promise<Codec>;
}

/** Clients of Kafka, registry and Postgres; they connect when they are first used. */
export function connect(service: string, settings: ServiceSettings, logger: Logger): Connections {
  const database = new Database({ url: settings.databaseUrl, application: `interlude-${service}` });
  return {
    database,
    store: new PostgresStageStore(database),
    log: createKafkaEventLog({
      connection: settings.kafka,
      namespace: settings.namespace,
      clientId: service,
      logger,
    }),
    openCodec: () => createRegistryCodec({ connection: settings.registry, namespace: settings.namespace }),
  };
}
