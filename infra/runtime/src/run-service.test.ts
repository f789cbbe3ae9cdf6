import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Behaviour } from "./testing/service-process.js";

const PROGRAM = fileURLToPath(new URL("testing/service-process.js", import.meta.url));
const ENVIRONMENT = {
  KAFKA_BROKERS: "127.0.0.1:1",
  SCHEMA_REGISTRY_URL: "http://127.0.0.1:1",
  DATABASE_URL: "postgres://graph:secret@127.0.0.1:1/none",
};
const WAIT = { timeout: 25_000, interval: 20 };

/** The bootstrap that every service has, as a process of its own on servers in memory. */
class ServiceProcess {
  readonly #child: ChildProcess;
  output = "";

  constructor(behaviour: Behaviour, environment: Record<string, string> = {}) {
    this.#child = fork(PROGRAM, [behaviour], {
      env: { PATH: process.env["PATH"], ...ENVIRONMENT, ...environment },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const pipe of [this.#child.stdout!, this.#child.stderr!]) {
      pipe.on("data", (chunk) => (this.output += String(chunk)));
    }
  }

  async says(text: string): Promise<void> {
    await vi.waitFor(() => expect(this.output).toContain(text), WAIT);
  }

  async address(message = "ready"): Promise<string> {
    await this.says(`"${message}"`);
    return /"address":"(.*?)"/.exec(this.output)![1]!;
  }

  /** Its exit code and the signal that killed it, if one did. */
  async ended(): Promise<[code: number | null, signal: NodeJS.Signals | null]> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return [exitCode, signalCode];
    return (await once(this.#child, "exit")) as [number | null, NodeJS.Signals | null];
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  send(message: string): void {
    this.#child.send(message);
  }

  disconnect(): void {
    this.#child.disconnect();
  }
}

const processes: ServiceProcess[] = [];
afterEach(() => processes.splice(0).forEach((service) => service.kill("SIGKILL")));

function start(...options: ConstructorParameters<typeof ServiceProcess>): ServiceProcess {
  const service = new ServiceProcess(...options);
  processes.push(service);
  return service;
}

/** Status and `x-powered-by` of the response to a request that names a host. */
async function ask(address: string, path: string, host: string): Promise<[number?, unknown?]> {
  const asking = request(`${address}${path}`, { headers: { host } }).end();
  const [response] = (await once(asking, "response")) as [IncomingMessage];
  response.resume();
  return [response.statusCode, response.headers["x-powered-by"]];
}

describe("a service", () => {
  it("serves health, status and metrics", async () => {
    const service = start("serves");
    const address = await service.address();
    await service.says("completed");
    for (const check of ["live", "ready"]) {
      const response = await fetch(`${address}/health/${check}`);
      expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
    }
    await vi.waitFor(async () => {
      expect(await (await fetch(`${address}/status`)).json()).toMatchObject({
        service: "graph",
        completedEpoch: 1,
        sequence: 7,
        records: 1,
        deadLetters: 0,
        note: null,
        totals: {},
      });
    }, WAIT);
    const metrics = await fetch(`${address}/metrics`);
    expect(metrics.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await metrics.text()).toMatch(/completed_epoch.* 1\n/);
  });

  it("responds to probes before its servers do, and is not ready then", async () => {
    const service = start("never connects");
    const address = await service.address("listening");
    const responses = ["live", "startup", "ready"].map(async (check) => {
      const response = await fetch(`${address}/health/${check}`);
      return [check, response.status];
    });
    expect(await Promise.all(responses)).toEqual([
      ["live", 200],
      ["startup", 503],
      ["ready", 503],
    ]);
    expect(await (await fetch(`${address}/status`)).json()).toMatchObject({ state: "starting" });
    const api = await fetch(`${address}/api/anything`);
    expect([api.status, await api.json()]).toEqual([503, expect.objectContaining({ code: "NOT_STARTED" })]);
  });

  it("waits for a server that is away, says which, and is ready once it is back", async () => {
    const service = start("connects late");
    const address = await service.address("listening");
    await vi.waitFor(async () => {
      expect(await (await fetch(`${address}/status`)).json()).toMatchObject({
        state: "starting",
        blocked: { code: "LOG_UNREACHABLE", reason: expect.stringContaining("reaching the schema registry") },
      });
    }, WAIT);
    service.send("the registry is back");
    await service.address();
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
  });

  it("does not respond to a name that is not its own, nor say what serves it", async () => {
    const service = start("serves", { HTTP_ALLOWED_HOSTS: "interlude.example" });
    const address = await service.address();
    expect(await ask(address, "/status", "interlude.example")).toEqual([200, undefined]);
    expect(await ask(address, "/status", "attacker.example:80")).toEqual([421, undefined]);
    expect(await ask(address, "/anything", "attacker.example")).toEqual([421, undefined]);
    expect(await ask(address, "/anything", "localhost")).toEqual([404, undefined]);
    expect(await ask(address, "/health/live", "probe.cluster.local")).toEqual([200, undefined]);
  });

  it("ends with code 1 if the work at hand does not end in time, and says what that was", async () => {
    const service = start("hangs at work", { DRAIN_TIMEOUT_SECONDS: "1" });
    await service.says("handling");
    service.kill("SIGTERM");
    expect(await service.ended()).toEqual([1, null]);
    expect(service.output).toMatch(/DRAIN_TIMEOUT.*\(1 s\): the work at hand/);
  });

  it("finishes the transaction at hand on SIGTERM, and ends with code 0", async () => {
    const service = start("serves");
    await service.says("handling");
    service.kill("SIGTERM");
    service.kill("SIGTERM");
    expect(await service.ended()).toEqual([0, null]);
    expect(service.output).toContain("handled");
    expect(service.output.match(/"stopping"/g)).toHaveLength(1);
  });

  it("ends with code 0 on SIGTERM while it is starting", async () => {
    const service = start("never connects");
    await service.says("connecting");
    service.kill("SIGTERM");
    expect(await service.ended()).toEqual([0, null]);
  });

  it("ends when the process that started it is gone", async () => {
    const service = start("serves");
    await service.address();
    service.disconnect();
    expect(await service.ended()).toEqual([0, null]);
  });

  it.each([
    ["cannot connect", "no registry"],
    ["loses its subscription", "the group was lost"],
    ["throws where nothing catches", "lost postgres://.cut.@db.example/interlude"],
  ] as const)("that %s logs why and ends with code 1", async (behaviour, reason) => {
    const service = start(behaviour);
    expect(await service.ended()).toEqual([1, null]);
    expect(service.output).toMatch(new RegExp(`"level":"fatal".*${reason}.*the service cannot go on`));
  });

  it("names the setting that it cannot use and not its value, and ends with code 1", async () => {
    const service = start("serves", { DATABASE_URL: "mysql://graph:secret@db" });
    expect(await service.ended()).toEqual([1, null]);
    expect(service.output).toMatch(/"level":"fatal".*CONFIGURATION_INVALID/);
    expect(service.output).toMatch(/DATABASE_URL must be a URL/);
    expect(service.output).not.toContain("secret");
  });
});
