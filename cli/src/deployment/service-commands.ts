import { join } from "node:path";
import { SERVICES, type ServiceName } from "@interlude/contracts";
import { serviceDatabaseUrl } from "@interlude/infra-postgres";
import { REPOSITORY } from "./home.js";
import type { Namespace } from "./namespace.js";

/** What the ingestion service is to read. */
export interface Source {
  readonly folder?: string;
  /** `once` ends when everything in the folder has been read; `follow` waits for more. */
  readonly mode: "once" | "follow";
  /** Leaves the folder's other files alone. */
  readonly only?: "dump" | "packets";
  /** Packets to apply again although they were applied, `N` or `N-M`. */
  readonly force?: string;
}

/** How one service is started as a process of its own. */
export interface ServiceCommand {
  readonly name: ServiceName;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Base of its HTTP endpoints. */
  readonly address: string;
}

/**
 * Heap limits in MB for a small machine. Records and rows live a moment each: with a larger nursery
 * most of them die there, which halves the time that the collector takes.
 */
const HEAP = ["--max-old-space-size=2048", "--max-semi-space-size=32"];

/** The commands of all services of a namespace, each with its own role in the database. */
export function serviceCommands(
  namespace: Namespace,
  ports: Readonly<Record<ServiceName, number>>,
  source: Source,
): ServiceCommand[] {
  return SERVICES.map((name) => ({
    name,
    command: process.execPath,
    args: [...HEAP, "--enable-source-maps", join(REPOSITORY, `services/${name}/dist/main.js`)],
    env: {
      ...inherited(),
      ...connection(namespace, name, ports[name]),
      ...(name === "ingestion" ? sourceVariables(source) : {}),
    },
    address: `http://127.0.0.1:${ports[name]}`,
  }));
}

/** Services get what they are told and the little that any program needs; nothing else of the caller's environment. */
function inherited(): Record<string, string> {
  const passed = Object.entries(process.env).filter(
    ([name]) =>
      /^(?:PATH|HOME|LANG|TZ|TMPDIR|LOG_LEVEL|NODE_EXTRA_CA_CERTS)$/.test(name) ||
      /^(?:SCORING|GENERATION|INGESTION)_/.test(name),
  );
  return { TF_CPP_MIN_LOG_LEVEL: "2", ...(Object.fromEntries(passed) as Record<string, string>) };
}

function connection(namespace: Namespace, service: ServiceName, port: number): Record<string, string> {
  return {
    INTERLUDE_NAMESPACE: namespace.name,
    KAFKA_BROKERS: namespace.addresses.kafkaBrokers.join(","),
    SCHEMA_REGISTRY_URL: namespace.addresses.schemaRegistryUrl,
    DATABASE_URL: serviceDatabaseUrl(namespace.administration, service),
    HTTP_PORT: String(port),
  };
}

/** The token goes to ingestion alone: nobody else has any use for it. */
function sourceVariables({ folder, mode, only, force }: Source): Record<string, string> {
  const token = process.env["METABRAINZ_TOKEN"];
  return {
    INGESTION_MODE: mode,
    ...(token === undefined ? {} : { METABRAINZ_TOKEN: token }),
    ...(force === undefined ? {} : { INGESTION_FORCE_PACKETS: force }),
    ...(folder === undefined ? {} : { INGESTION_SOURCE: folder }),
    ...(only === undefined ? {} : { INGESTION_ONLY: only }),
  };
}
