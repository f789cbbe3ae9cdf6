import { join } from "node:path";
import { SERVICES, type ServiceName } from "@interlude/contracts";
import type { Namespace } from "@interlude/infra-local";
import { type Environment, serviceSettings } from "@interlude/infra-runtime/settings";
import { variablesFor } from "../settings/service-settings.js";
import { REPOSITORY } from "./home.js";

/** What the ingestion service is to read. */
export interface Source {
  readonly folder?: string;
  /** `once` ends when everything in the folder has been read; `follow` waits for more. */
  readonly mode: "once" | "follow";
  /** Leaves the folder's other files alone. */
  readonly only?: "dump" | "packets";
  /** Packets to apply again although they were applied, `N` or `N-M`. */
  readonly force?: string;
  /** Stops at the first part of the folder that cannot be taken in as it is. */
  readonly strict?: boolean;
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

/** Variables of the operating system and of Node.js that any program may need. */
const INHERITED = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "NODE_EXTRA_CA_CERTS"];

/** The commands of all services of a namespace, each with its own role in the database. */
export function serviceCommands(options: {
  namespace: Pick<Namespace, "variables">;
  ports: Readonly<Record<ServiceName, number>>;
  source: Source;
  /** The caller's: a service gets the settings that it declares, and nothing else of it. */
  environment: Environment;
}): ServiceCommand[] {
  const { namespace, ports, source, environment } = options;
  return SERVICES.map((name) => ({
    name,
    command: process.execPath,
    args: [...HEAP, "--enable-source-maps", join(REPOSITORY, `services/${name}/dist/main.js`)],
    env: {
      ...inherited(environment),
      ...variablesFor(name, environment),
      ...namespace.variables(name),
      HTTP_PORT: String(ports[name]),
      ...(name === "ingestion" ? sourceVariables(source) : {}),
    },
    address: `http://${reachable(serviceSettings.httpHost.read(environment))}:${ports[name]}`,
  }));
}

/** The address at which a service is reached that listens on a host; on all of them, on the loopback interface. */
function reachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

function inherited(environment: Environment): Record<string, string> {
  const present = INHERITED.flatMap((variable) => {
    const value = environment[variable];
    return value === undefined ? [] : [[variable, value] as const];
  });
  return Object.fromEntries(present);
}

function sourceVariables({ folder, mode, only, force, strict }: Source): Record<string, string> {
  return {
    INGESTION_MODE: mode,
    ...(force === undefined ? {} : { INGESTION_FORCE_PACKETS: force }),
    ...(folder === undefined ? {} : { INGESTION_SOURCE: folder }),
    ...(only === undefined ? {} : { INGESTION_ONLY: only }),
    ...(strict === undefined ? {} : { INGESTION_STRICT: strict ? "on" : "off" }),
  };
}
