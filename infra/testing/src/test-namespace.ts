import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { ServiceName } from "@interlude/contracts";
import {
  type Administration,
  Database,
  dropDatabase,
  operatorDatabaseUrl,
  prepareDatabase,
  serviceDatabaseUrl,
} from "@interlude/infra-postgres";
import type { Codec, EventLog } from "@interlude/stage";
import { createKafkaEventLog } from "@interlude/infra-kafka";
import { createRegistryCodec, deleteContracts, registerContracts } from "@interlude/infra-registry";
import { createLogger } from "@interlude/infra-runtime";
import type { TestStack } from "./test-stack.js";

/** A namespace of its own for one test file: database, roles, topics, subjects. */
export interface TestNamespace {
  readonly namespace: string;
  readonly log: EventLog;
  readonly codec: Codec;
  /** Database of the namespace as a service sees it. */
  database(service: ServiceName): Database;
  databaseUrl(service: ServiceName): string;
  operatorUrl: string;
  dispose(): Promise<void>;
}

const migrations = fileURLToPath(new URL("../../../schemas/sql", import.meta.url));

/** Only a database: for repositories, which need no topics. */
export async function createTestDatabase(stack: TestStack, service: ServiceName): Promise<TestDatabase> {
  const administration = administrationOf(stack, `t${randomBytes(4).toString("hex")}`);
  await prepareDatabase(administration);
  const database = new Database({ url: serviceDatabaseUrl(administration, service), application: "test" });
  return {
    database,
    url: serviceDatabaseUrl(administration, service),
    administration,
    dispose: async () => {
      await database.close();
      await dropDatabase(administration);
    },
  };
}

export interface TestDatabase {
  readonly database: Database;
  /** Of the service's role. */
  readonly url: string;
  readonly administration: Administration;
  dispose(): Promise<void>;
}

/** A namespace with everything in it, created anew. Dispose of it in `afterAll`. */
export async function createTestNamespace(stack: TestStack): Promise<TestNamespace> {
  const namespace = `t${randomBytes(4).toString("hex")}`;
  const administration = administrationOf(stack, namespace);
  const log = await createKafkaEventLog({
    brokers: stack.kafkaBrokers.split(","),
    namespace,
    clientId: "test",
    logger: createLogger({ service: "test", level: "error" }),
  });
  await prepareDatabase(administration);
  await registerContracts({ log, registryUrl: stack.schemaRegistryUrl, namespace });
  const codec = await createRegistryCodec({ url: stack.schemaRegistryUrl, namespace });
  const open: Database[] = [];
  return {
    namespace,
    log,
    codec,
    operatorUrl: operatorDatabaseUrl(administration),
    databaseUrl: (service) => serviceDatabaseUrl(administration, service),
    database: (service) => {
      const database = new Database({
        url: serviceDatabaseUrl(administration, service),
        application: "test",
      });
      open.push(database);
      return database;
    },
    dispose: async () => {
      for (const database of open) await database.close();
      await deleteContracts({ log, registryUrl: stack.schemaRegistryUrl, namespace });
      await log.close();
      await dropDatabase(administration);
    },
  };
}

function administrationOf(stack: TestStack, namespace: string): Administration {
  return { adminUrl: stack.databaseUrl, namespace, roleSecret: "only for tests", migrations };
}
