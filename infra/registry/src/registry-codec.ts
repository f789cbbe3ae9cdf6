import registry from "@kafkajs/confluent-schema-registry";
import type { SchemaRegistry } from "@kafkajs/confluent-schema-registry";
import { CodecError, type Codec, AvroCodec } from "@interlude/stage";
import { registeredSchemas, type RegisteredSchema } from "./registered-schemas.js";
import { RegistryError } from "./registry-error.js";

const NOT_FOUND = 404;
/** Of a request; the client repeats it three times. It has no timeout of its own, and shares a request among all who wait. */
const TIMEOUT_MS = 10_000;

/** How a registry is reached: all that a client needs to know of it. */
export interface RegistryConnection {
  /** Root of its Confluent API, without a slash at the end. */
  readonly url: string;
}

interface RegistryCodecOptions {
  readonly connection: RegistryConnection;
  readonly namespace: string;
  /** How long one request may take, in milliseconds. */
  readonly timeoutMs?: number;
}

/**
 * The codec over a schema registry. It registers nothing: every schema of the catalogue must be there.
 *
 * While decoding, a registry that does not respond is a RegistryError, too: the value may be a good one, and should be
 * tried again.
 * @throws CodecError `SCHEMA_NOT_REGISTERED` naming what is missing
 * @throws RegistryError `REGISTRY_UNREACHABLE` if the registry does not respond
 */
export async function createRegistryCodec(options: RegistryCodecOptions): Promise<Codec> {
  const { connection, namespace, timeoutMs = TIMEOUT_MS } = options;
  const { url } = connection;
  const client = new registry.SchemaRegistry({
    host: url,
    middlewares: [() => ({ prepareRequest: async (next) => (await next()).enhance({ timeout: timeoutMs }) })],
  });
  const known = registeredSchemas(namespace);
  const ids = await Promise.all(known.map((schema) => registeredId(client, schema, url)));
  const missing = known.filter((_, index) => ids[index] === null);
  if (missing.length > 0) {
    const subjects = missing.map(({ subject }) => subject).join(", ");
    throw new CodecError(
      "SCHEMA_NOT_REGISTERED",
      `The registry at ${url} lacks this version's schemas of ${subjects}: run the contracts job first`,
    );
  }
  const idByTopic = new Map(known.map(({ topic }, index) => [topic.name, ids[index]!]));
  return new AvroCodec({
    idOf: (topic) => idByTopic.get(topic.name) ?? null,
    schemaOf: (id) => writerSchema(client, id, url),
  });
}

async function registeredId(
  client: SchemaRegistry,
  { subject, schema }: RegisteredSchema,
  url: string,
): Promise<number | null> {
  try {
    return await client.getRegistryIdBySchema(subject, { type: registry.SchemaType.AVRO, schema });
  } catch (error) {
    // The client says with this error, which it does not export, that the subject lacks the schema.
    if (error instanceof Error && error.name === "ConfluentSchemaRegistryError") return null;
    throw unreachable(url, error);
  }
}

async function writerSchema(client: SchemaRegistry, id: number, url: string): Promise<string | null> {
  try {
    return JSON.stringify(await client.getSchema(id));
  } catch (error) {
    if (error instanceof Error && "status" in error && error.status === NOT_FOUND) return null;
    throw unreachable(url, error);
  }
}

function unreachable(url: string, cause: unknown): RegistryError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `The schema registry at ${url} does not respond as it should: ${reason}`;
  return new RegistryError("REGISTRY_UNREACHABLE", message, { cause });
}
