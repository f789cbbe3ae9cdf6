import { type Environment, oneOf, optional } from "@interlude/infra-config";

export interface IngestionConfiguration {
  /** Folder with dumps, packets and feature files; null idles. */
  readonly source: string | null;
  /** `follow` waits for the next packet for ever; `once` ends when everything in the folder is published. */
  readonly mode: "follow" | "once";
}

/** Reads `INGESTION_SOURCE` and `INGESTION_MODE`. Throws ConfigurationError. */
export function ingestionConfiguration(environment: Environment): IngestionConfiguration {
  return {
    source: optional(environment, "INGESTION_SOURCE") ?? null,
    mode: oneOf(environment, "INGESTION_MODE", ["follow", "once"], "follow"),
  };
}
