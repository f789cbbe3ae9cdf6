import { integer, list, oneOf, text, url } from "./kinds.js";
import { namespaceSetting } from "./namespace.js";
import type { SettingsOf } from "./setting.js";

/** How Kafka is reached. */
export const kafkaSettings = {
  brokers: list({
    variable: "KAFKA_BROKERS",
    description: "Brokers to begin with, `host:port` with commas between; the others are learned from them.",
  }),
  replicas: integer({
    variable: "KAFKA_REPLICAS",
    description:
      "Replicas that each topic has; all but one of them must have a record before it counts as written.",
    default: 3,
    min: 1,
    max: 100,
  }),
};

/** How the schema registry is reached. */
export const registrySettings = {
  url: url({
    variable: "SCHEMA_REGISTRY_URL",
    description: "Base of a Confluent-compatible API: `/subjects` and `/schemas` are right below it.",
    protocols: ["http:", "https:"],
  }),
};

/** What every service is told by its environment. */
export const serviceSettings = {
  namespace: namespaceSetting,
  kafka: kafkaSettings,
  registry: registrySettings,
  databaseUrl: url({
    variable: "DATABASE_URL",
    description: "PostgreSQL URL of the service's own role, password included.",
    protocols: ["postgres:", "postgresql:"],
    secret: true,
  }),
  httpHost: text({
    variable: "HTTP_HOST",
    description: "Address on which health, metrics, status and the service's API are served.",
    default: "127.0.0.1",
  }),
  httpPort: integer({
    variable: "HTTP_PORT",
    description: "Port of the same; 0 takes a free one.",
    default: 0,
    min: 0,
    max: 65_535,
  }),
  httpAllowedHosts: list({
    variable: "HTTP_ALLOWED_HOSTS",
    description:
      "Names by which the service is reached, without ports, commas between. Requests that name another host are refused; addresses, `localhost` and `HTTP_HOST` always are allowed.",
    default: [],
  }),
  drainTimeoutSeconds: integer({
    variable: "DRAIN_TIMEOUT_SECONDS",
    description:
      "How long the work at hand may take to end after SIGTERM. Then the process ends with exit code 1, and what was not committed is handled again later. Less than the time after which it is killed.",
    default: 25,
    min: 1,
    max: 86_400,
  }),
  logLevel: oneOf({
    variable: "LOG_LEVEL",
    description: "Least severe messages that are logged.",
    words: ["trace", "debug", "info", "warn", "error"],
    default: "info",
  }),
};

export type ServiceSettings = SettingsOf<typeof serviceSettings>;

/** The variables from which a service reads these connections: what {@link serviceSettings} parses, the other way round. */
export function connectionVariables(
  connections: Pick<ServiceSettings, "namespace" | "kafka" | "registry" | "databaseUrl">,
): Record<string, string> {
  const { namespace, kafka, registry, databaseUrl } = connections;
  return {
    [serviceSettings.namespace.variable]: namespace,
    [kafkaSettings.brokers.variable]: kafka.brokers.join(","),
    [kafkaSettings.replicas.variable]: String(kafka.replicas),
    [registrySettings.url.variable]: registry.url,
    [serviceSettings.databaseUrl.variable]: databaseUrl,
  };
}
