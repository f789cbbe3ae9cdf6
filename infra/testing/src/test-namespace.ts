import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { ServiceName } from "@interlude/contracts";
import { Namespace } from "@interlude/infra-local";
import {
  type Administration,
  type Database,
  dropDatabase,
  prepareDatabase,
  serviceDatabaseUrl,
} from "@interlude/infra-postgres";
import type { Codec, EventLog } from "@interlude/stage";
import type { TestStack } from "./test-stack.js";

/** A namespace of its own for one test file: database, roles, topics, subjects. */
export interface TestNamespace {
  readonly namespace: string;
  readonly log: EventLog;
  readonly codec: Codec;
  /** Database of the namespace as a service sees it, or an operator; closed with the namespace. */
  database(service?: ServiceName): Database;
  readonly administration: Administration;
  /** The environment with which a service finds the namespace. */
  variables(service: ServiceName): Record<string, string>;
  dispose(): Promise<void>;
}

const migrations = fileURLToPath(new URL("../../../schemas/sql", import.meta.url));

/** Only a database: for repositories, which need no topics. */
export async function createTestDatabase(stack: TestStack, service: ServiceName): Promise<TestDatabase> {
  const namespace = newNamespace(stack);
  const { administration } = namespace;
  await prepareDatabase(administration);
  const database = namespace.openDatabase(service);
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
  const namespace = newNamespace(stack);
  await namespace.prepare();
  const log = namespace.openLog();
  const open: Database[] = [];
  return {
    namespace: namespace.name,
    administration: namespace.administration,
    log,
    codec: await namespace.openCodec(),
    variables: (service) => namespace.variables(service),
    database: (service) => {
      const database = namespace.openDatabase(service);
      open.push(database);
      return database;
    },
    dispose: async () => {
      for (const database of open) await database.close();
      await log.close();
      await namespace.remove();
    },
  };
}

function newNamespace(addresses: TestStack): Namespace {
  const name = `t${randomBytes(4).toString("hex")}`;
  return new Namespace({ name, addresses, application: "test", roleSecret: "only for tests", migrations });
}
