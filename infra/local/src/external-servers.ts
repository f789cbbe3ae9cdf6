import { type Environment, optional } from "@interlude/infra-runtime";
import { LocalStackError } from "./errors.js";
import { fetchClusterMetadata } from "./kafka-probe.js";
import { answersQueries } from "./postgres-server.js";

/** Servers that run elsewhere and are used instead of embedded ones, each on its own. */
export interface ExternalServers {
  readonly kafkaBrokers?: readonly string[];
  /** Base of a Confluent-compatible API. */
  readonly schemaRegistryUrl?: string;
  /** Of a role that may create databases and roles. */
  readonly databaseUrl?: string;
}

const PATIENCE_MS = 10_000;

/** The external servers that `KAFKA_BROKERS`, `SCHEMA_REGISTRY_URL` and `DATABASE_URL` name. */
export function externalServers(environment: Environment): ExternalServers {
  return {
    kafkaBrokers: optional(environment, "KAFKA_BROKERS")
      ?.split(",")
      .map((broker) => broker.trim()),
    schemaRegistryUrl: optional(environment, "SCHEMA_REGISTRY_URL")?.replace(/\/+$/, ""),
    databaseUrl: optional(environment, "DATABASE_URL"),
  };
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
export async function verifyRegistry(url: string): Promise<string> {
  try {
    const response = await fetch(`${url}/subjects`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    await response.body?.cancel();
  } catch (cause) {
    throw unreachable("SCHEMA_REGISTRY_URL", url, "the registry does not list its subjects", cause as Error);
  }
  return url;
}

/** Throws LocalStackError EXTERNAL_UNREACHABLE unless the database answers a query. */
export async function verifyDatabase(url: string): Promise<string> {
  try {
    await answersQueries(url);
  } catch (cause) {
    throw unreachable(
      "DATABASE_URL",
      new URL(url).host,
      "the database does not answer a query",
      cause as Error,
    );
  }
  return url;
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
