import { type Environment, integer, oneOf, optional, required, url } from "./environment.js";
import { parseNamespace } from "./namespace.js";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error"] as const;

/** What every service is told by its environment. */
export interface ServiceConfiguration {
  readonly namespace: string;
  readonly kafkaBrokers: readonly string[];
  readonly schemaRegistryUrl: string;
  /** PostgreSQL URL of the service's own role. */
  readonly databaseUrl: string;
  readonly httpHost: string;
  /** 0 takes a free port. */
  readonly httpPort: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

/** Parses a service's environment, once. Throws ConfigurationError. */
export function serviceConfiguration(environment: Environment): ServiceConfiguration {
  return {
    namespace: parseNamespace(optional(environment, "INTERLUDE_NAMESPACE") ?? ""),
    kafkaBrokers: required(environment, "KAFKA_BROKERS")
      .split(",")
      .map((broker) => broker.trim()),
    schemaRegistryUrl: url(environment, "SCHEMA_REGISTRY_URL", ["http:", "https:"]),
    databaseUrl: url(environment, "DATABASE_URL", ["postgres:", "postgresql:"]),
    httpHost: optional(environment, "HTTP_HOST") ?? "127.0.0.1",
    httpPort: integer(environment, "HTTP_PORT", { default: 0, min: 0, max: 65_535 }),
    logLevel: oneOf(environment, "LOG_LEVEL", LOG_LEVELS, "info"),
  };
}
