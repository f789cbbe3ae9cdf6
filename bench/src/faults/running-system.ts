import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SERVICES, type ServiceName } from "@interlude/contracts";
import {
  type Namespace,
  type ServiceEvent,
  type StackAddresses,
  type Supervisor,
  choosePorts,
  superviseServices,
} from "@interlude/infra-local";
import type { ServiceStatus } from "@interlude/infra-runtime";
import type { FaultTools } from "./fault-tools.js";

/** A process that is stopped is left alone until it wakes up: what it does then is what is looked at. */
const PATIENCE_MS = 15 * 60_000;

interface SystemOptions {
  readonly tools: FaultTools;
  readonly namespace: Namespace;
  /** Folder of logs. */
  readonly home: string;
  /** Folder that ingestion reads. */
  readonly folder: string;
  readonly replicas: number;
  /** Another way to the servers, for the first process of a service. */
  readonly way?: { readonly of: ServiceName; readonly addresses: StackAddresses };
}

/** All services of a namespace, each as one or several processes that are started again when they die. */
export class RunningSystem {
  readonly deaths: string[] = [];
  /** Bases of the processes' HTTP endpoints, by the processes' names. */
  readonly #addresses = new Map<string, string>();
  #supervisor: Supervisor | undefined;

  constructor(private readonly options: SystemOptions) {}

  get namespace(): Namespace {
    return this.options.namespace;
  }

  async start(): Promise<void> {
    const names = SERVICES.flatMap((service) =>
      Array.from({ length: this.options.replicas }, (_, replica) => ({ service, replica })),
    );
    const ports = await choosePorts(
      names.map(({ service, replica }) => processName(service, replica)),
      {},
    );
    const services = names.map(({ service, replica }) => {
      const name = processName(service, replica);
      return { ...this.#command(service, replica, ports[name]!), name, restart: "always" as const };
    });
    this.#supervisor = await superviseServices({
      home: this.options.home,
      services,
      onEvent: (event) => this.#note(event),
      timing: {
        backOff: { firstMs: 500, maxMs: 5_000 },
        unresponsiveAfterMs: PATIENCE_MS,
        notLiveAfterMs: PATIENCE_MS,
      },
    });
  }

  /** Sends a signal to a process of a service, if it runs. */
  signal(service: ServiceName, signal: NodeJS.Signals, replica = 0): void {
    const name = processName(service, replica);
    const pid = this.#supervisor?.status().find((status) => status.name === name)?.pid;
    if (pid === undefined) return;
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }

  /** Which of a service's processes has the right to relay: the one that has sent the newest epoch. */
  async relayingReplica(service: ServiceName): Promise<number> {
    const published = Array.from({ length: this.options.replicas }, async (_, replica) => {
      const address = this.#addresses.get(processName(service, replica))!;
      const response = await fetch(`${address}/status`, { signal: AbortSignal.timeout(5_000) });
      return ((await response.json()) as ServiceStatus).publishedEpoch;
    });
    const epochs = await Promise.all(published.map((epoch) => epoch.catch(() => 0)));
    return epochs.indexOf(Math.max(...epochs));
  }

  /** Whether one of a service's processes has logged a code. */
  hasSaid(service: ServiceName, code: string): boolean {
    return Array.from({ length: this.options.replicas }, (_, replica) =>
      join(this.options.home, "logs", `${processName(service, replica)}.log`),
    ).some((file) => existsSync(file) && readFileSync(file, "utf8").includes(`"${code}"`));
  }

  async stop(): Promise<void> {
    await this.#supervisor?.stop();
    this.#supervisor = undefined;
  }

  #command(service: ServiceName, replica: number, port: number) {
    const { tools, namespace, folder, way } = this.options;
    const goesAnotherWay = way !== undefined && way.of === service && replica === 0;
    const seen = goesAnotherWay ? tools.openNamespace(namespace.name, way.addresses) : namespace;
    const { address, command, args, env } = tools.serviceCommand({ service, namespace: seen, port, folder });
    this.#addresses.set(processName(service, replica), address);
    return { command, args, env, healthUrl: `${address}/health` };
  }

  #note(event: ServiceEvent): void {
    if (event.type === "died") this.deaths.push(`${event.service} ${event.message.split("\n")[0]}`);
  }
}

/** The first process has the service's name alone. */
function processName(service: ServiceName, replica: number): string {
  return replica === 0 ? service : `${service}-${replica + 1}`;
}
