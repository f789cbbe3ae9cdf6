import {
  type Environment,
  type SettingsOf,
  list,
  readSettings,
  url,
} from "@interlude/infra-runtime/settings";
import { LocalStackError } from "./errors.js";
import { fetchClusterMetadata } from "./kafka-probe.js";
import { answersQueries } from "./postgres-server.js";

/** Servers that run elsewhere and are used instead of embedded ones, each on its own. */
export const externalServerSettings = {
  kafkaBrokers: list({
    variable: "KAFKA_BROKERS",
    description: "Brokers to use, `host:port` with commas between, instead of an embedded one.",
    default: null,
  }),
  schemaRegistryUrl: url({
    variable: "SCHEMA_REGISTRY_URL",
    description: "Base of a Confluent-compatible API to use instead of an embedded registry.",
    protocols: ["http:", "https:"],
    default: null,
  }),
  databaseUrl: url({
    variable: "DATABASE_URL",
    description:
      "PostgreSQL to use instead of an embedded one, as a role that may create databases and roles, password included.",
    protocols: ["postgres:", "postgresql:"],
    default: null,
    secret: true,
  }),
};

export type ExternalServers = SettingsOf<typeof externalServerSettings>;

const PATIENCE_MS = 10_000;

/**
 * The external servers that an environment names.
 * @throws ConfigurationError
 */
export function externalServers(environment: Environment): ExternalServers {
  const servers = readSettings(externalServerSettings, environment);
  return { ...servers, schemaRegistryUrl: servers.schemaRegistryUrl?.replace(/\/+$/, "") ?? null };
}

/** Throws LocalStackError EXTERNAL_UNREACHABLE unless one of the brokers answers in the Kafka protocol. */
export async function verifyKafka(brokers: readonly string[]): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const asked = brokers.map((broker) => {
    const { hostname, port } = new URL(`kafka://${broker}`);
    return fetchClusterMetadata({
      host: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port || 9092),
      signal,
    });
  });
  await Promise.any(asked).catch((cause: AggregateError) => {
    throw unreachable("KAFKA_BROKERS", brokers.join(","), "no broker answers", cause.errors[0] as Error);
  });
  return brokers;
}

/** Throws LocalStackError EXTERNAL_UNREACHABLE unless the registry lists its subjects. */
export async function verifyRegistry(address: string): Promise<string> {
  try {
    const response = await fetch(`${address}/subjects`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    await response.body?.cancel();
  } catch (cause) {
    throw unreachable(
      "SCHEMA_REGISTRY_URL",
      address,
      "the registry does not list its subjects",
      cause as Error,
    );
  }
  return address;
}

/** Throws LocalStackError EXTERNAL_UNREACHABLE unless the database answers a query. */
export async function verifyDatabase(address: string): Promise<string> {
  try {
    await answersQueries(address);
  } catch (cause) {
    throw unreachable(
      "DATABASE_URL",
      new URL(address).host,
      "the database does not answer a query",
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
