import { SERVICES, type ServiceName } from "@interlude/contracts";
import {
  type ServiceEvent,
  type Supervisor,
  choosePorts,
  superviseServices,
  type Namespace,
} from "@interlude/infra-local";
import type { ServiceStatus } from "@interlude/infra-runtime";
import { homeFolder } from "./home.js";
import { type Source, serviceCommands } from "./service-commands.js";
import { fetchStatuses } from "./statuses.js";

/** The services of a namespace, each a process of its own, watched and restarted. */
export interface System {
  /** Base of each service's HTTP endpoints. */
  readonly addresses: Readonly<Record<ServiceName, string>>;
  readonly supervisor: Supervisor;
  statuses(): Promise<Map<string, ServiceStatus | null>>;
  /** Resolves with its exit code when ingestion has ended by itself, which it does in mode `once`. */
  readonly ingestionEnded: Promise<number>;
  stop(): Promise<void>;
}

/** Starts services of a namespace that has been prepared. */
export async function startSystem(options: {
  namespace: Namespace;
  source: Source;
  /** All of them unless told otherwise. */
  services?: readonly ServiceName[];
  onEvent: (event: ServiceEvent) => void;
}): Promise<System> {
  const { namespace, source, services = SERVICES, onEvent } = options;
  const ports = await choosePorts(SERVICES, {});
  const all = serviceCommands({ namespace, ports, source, environment: process.env });
  const commands = all.filter(({ name }) => services.includes(name));
  let ended: (code: number) => void = () => {};
  const ingestionEnded = new Promise<number>((resolve) => {
    ended = resolve;
  });
  const supervisor = await superviseServices({
    home: homeFolder(),
    services: commands.map(({ name, command, args, env, address }) => ({
      name,
      command,
      args,
      env,
      healthUrl: `${address}/health`,
      // Ingestion that reads its source once ends when it has, or says why it can't; killed, it is started anew.
      restart: name === "ingestion" && source.mode === "once" ? "when-killed" : "always",
    })),
    onEvent: (event) => {
      if (event.type === "ended" && event.service === "ingestion") ended(event.code);
      onEvent(event);
    },
  });
  const addresses = Object.fromEntries(commands.map(({ name, address }) => [name, address]));
  return {
    addresses: addresses as Record<ServiceName, string>,
    supervisor,
    ingestionEnded,
    statuses: () => fetchStatuses(addresses),
    stop: () => supervisor.stop(),
  };
}

/** A service's event in a line, or null if it is not worth one. */
export function describeEvent(event: ServiceEvent): string | null {
  if (event.type === "died")
    return `${event.service} ${event.message}\nstarted again in ${event.restartInMs} ms`;
  return event.type === "unresponsive" ? `${event.service} ${event.message}` : null;
}
