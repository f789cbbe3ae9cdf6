import { type KafkaConnection, describeCluster } from "@interlude/infra-kafka";
import type { RegistryConnection } from "@interlude/infra-registry";
import {
  type Environment,
  kafkaSettings,
  list,
  readSettings,
  registrySettings,
  url,
} from "@interlude/infra-runtime/settings";
import { LocalStackError } from "./errors.js";
import { answersQueries } from "./postgres-server.js";

/** Servers that run elsewhere and are used instead of embedded ones, each on its own. */
export const externalServerSettings = {
  kafka: {
    ...kafkaSettings,
    brokers: list({
      variable: kafkaSettings.brokers.variable,
      description: "Brokers to use, `host:port` with commas between, instead of an embedded one.",
      default: null,
    }),
  },
  registry: {
    ...registrySettings,
    url: url({
      variable: registrySettings.url.variable,
      description: "Base of a Confluent-compatible API to use instead of an embedded registry.",
      protocols: ["http:", "https:"],
      default: null,
    }),
  },
  databaseUrl: url({
    variable: "DATABASE_URL",
    description:
      "PostgreSQL to use instead of an embedded one, as a role that may create databases and roles, password included.",
    protocols: ["postgres:", "postgresql:"],
    default: null,
    secret: true,
  }),
};

/** How to reach each server that runs elsewhere; null: an embedded one is started. */
export interface ExternalServers {
  readonly kafka: KafkaConnection | null;
  readonly registry: RegistryConnection | null;
  readonly databaseUrl: string | null;
}

export const NO_EXTERNAL_SERVERS: ExternalServers = { kafka: null, registry: null, databaseUrl: null };

const TIMEOUT_MS = 10_000;

/**
 * The external servers that an environment names.
 * @throws ConfigurationError
 */
export function externalServers(environment: Environment): ExternalServers {
  const { kafka, registry, databaseUrl } = readSettings(externalServerSettings, environment);
  const { brokers } = kafka;
  const address = registry.url?.replace(/\/+$/, "");
  return {
    kafka: brokers === null ? null : { ...kafka, brokers },
    registry: address === undefined ? null : { ...registry, url: address },
    databaseUrl,
  };
}

/** @throws LocalStackError EXTERNAL_UNREACHABLE unless one of the brokers responds in the Kafka protocol */
export async function verifyKafka(kafka: KafkaConnection): Promise<KafkaConnection> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    await describeCluster(kafka, { timeoutMs: TIMEOUT_MS, signal });
  } catch (cause) {
    throw unreachable("KAFKA_BROKERS", kafka.brokers.join(","), "no broker responds", cause as Error);
  }
  return kafka;
}

/** @throws LocalStackError EXTERNAL_UNREACHABLE unless the registry lists its subjects */
export async function verifyRegistry(registry: RegistryConnection): Promise<RegistryConnection> {
  try {
    const response = await fetch(`${registry.url}/subjects`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    await response.body?.cancel();
  } catch (cause) {
    const problem = "the registry does not list its subjects";
    throw unreachable("SCHEMA_REGISTRY_URL", registry.url, problem, cause as Error);
  }
  return registry;
}

/** @throws LocalStackError EXTERNAL_UNREACHABLE unless the database responds to a query */
export async function verifyDatabase(address: string): Promise<string> {
  try {
    await answersQueries(address);
  } catch (cause) {
    throw unreachable(
      "DATABASE_URL",
      new URL(address).host,
      "the database does not respond to a query",
      cause as Error,
    );
  }
  return address;
}

/** @param where without credentials */
function unreachable(variable: string, where: string, problem: string, cause: Error): LocalStackError {
  const detail = cause.cause instanceof Error ? cause.cause.message : cause.message;
  return new LocalStackError(
    "EXTERNAL_UNREACHABLE",
    `${variable} is set to ${where}, but ${problem} (${detail}): start it, correct the variable, or unset it to use an embedded one.`,
    { cause },
  );
}
