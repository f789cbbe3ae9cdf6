import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type Server, createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { identify } from "./process-identity.js";
import {
  type ServiceEvent,
  type Supervisor,
  type SupervisorOptions,
  superviseServices,
} from "./supervisor.js";

let home: string;
let supervisor: Supervisor | undefined;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), "interlude-supervisor-"))));
afterEach(async () => {
  await supervisor?.stop();
  supervisor = undefined;
  rmSync(home, { recursive: true });
});

/** A service that is a line of JavaScript, with a channel that ends it unless it says otherwise. */
const service = (script: string, more: { name?: string; healthUrl?: string } = {}) => ({
  name: "fake",
  command: process.execPath,
  args: ["-e", script],
  env: process.env,
  ...more,
});
const RUN = 'process.on("disconnect", () => process.exit(0));';
const FAST = { backOff: { firstMs: 2, maxMs: 100 }, graceMs: 300, healthIntervalMs: 10 };

/** The events of a supervisor, in order, to be waited for. */
class Events {
  readonly seen: ServiceEvent[] = [];
  #taken = 0;
  #wake: () => void = () => {};

  readonly onEvent = (event: ServiceEvent) => {
    this.seen.push(event);
    this.#wake();
  };

  /** The next event of a type, those before it left out. */
  async next<Type extends ServiceEvent["type"]>(type: Type): Promise<Extract<ServiceEvent, { type: Type }>> {
    for (;;) {
      while (this.#taken < this.seen.length) {
        const event = this.seen[this.#taken++]!;
        if (event.type === type) return event as Extract<ServiceEvent, { type: Type }>;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

async function supervise(options: Omit<SupervisorOptions, "home" | "onEvent">): Promise<Events> {
  const events = new Events();
  supervisor = await superviseServices({ home, onEvent: events.onEvent, timing: FAST, ...options });
  return events;
}

async function untilGone(pid: number): Promise<void> {
  while (identify(pid) !== undefined) await delay(5);
}

describe("a supervised service", () => {
  test("is started again as a new process when it is killed", async () => {
    const events = await supervise({ services: [service(RUN)] });
    const first = await events.next("started");
    process.kill(first.pid, "SIGKILL");
    expect((await events.next("died")).message).toContain("SIGKILL");
    const second = await events.next("started");
    expect(second.pid).not.toBe(first.pid);
    expect(supervisor!.status()).toMatchObject([
      { name: "fake", state: "ready", pid: second.pid, restarts: 1 },
    ]);
  });

  test("waits longer each time, with its last words in the event", async () => {
    const events = await supervise({ services: [service('console.error("no luck"); process.exit(3)')] });
    const waits: number[] = [];
    for (let death = 0; death < 4; death += 1) {
      const { restartInMs, message } = await events.next("died");
      expect(message).toMatch(/exit code 3[^]*no luck/);
      waits.push(restartInMs);
    }
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(2 ** index);
      expect(wait).toBeLessThanOrEqual(2 ** (index + 1));
    }
  });

  test("that ran long enough is not made to wait for what was before", async () => {
    const timing = { ...FAST, healthyAfterMs: 0 };
    const events = await supervise({ services: [service("process.exit(1)")], timing });
    for (let death = 0; death < 4; death += 1)
      expect((await events.next("died")).restartInMs).toBeLessThanOrEqual(2);
  });

  test("whose own exit is its last word is started again only when it was killed", async () => {
    const spec = service("setTimeout(() => process.exit(7), 300)");
    const events = await supervise({ services: [{ ...spec, restart: "when-killed" }] });
    process.kill((await events.next("started")).pid, "SIGKILL");
    await events.next("died");
    await events.next("started");
    expect(await events.next("ended")).toEqual({ type: "ended", service: "fake", code: 7 });
    expect(supervisor!.status()).toMatchObject([{ state: "stopped", pid: undefined, restarts: 1 }]);
  });

  test("whose program is missing is tried again and does not take the others down", async () => {
    const missing = { ...service("", { name: "missing" }), command: join(home, "no-such-program") };
    const events = await supervise({ services: [missing, service(RUN)] });
    expect(await events.next("died")).toMatchObject({
      service: "missing",
      message: expect.stringContaining("ENOENT"),
    });
    await events.next("died");
    expect(supervisor!.status().map(({ name, state }) => [name, state])).toContainEqual(["fake", "ready"]);
  });
});

describe("stopping", () => {
  test("lets a service finish, and kills one that does not want to", async () => {
    const polite =
      'process.on("SIGTERM", () => setTimeout(() => (console.log("goodbye"), process.exit(0)), 20));';
    const stubborn = 'process.on("SIGTERM", () => console.log("never"));';
    const up = 'setInterval(() => {}, 1000); console.log("up");';
    const names = ["polite", "stubborn"];
    const events = await supervise({
      services: [service(polite + up, { name: "polite" }), service(stubborn + up, { name: "stubborn" })],
    });
    const pids = [(await events.next("started")).pid, (await events.next("started")).pid];
    const log = (name: string) => readFileSync(join(home, "logs", `${name}.log`), "utf8");
    while (!names.every((name) => log(name).includes("up"))) await delay(5);
    await supervisor!.stop();
    expect(log("polite")).toContain("goodbye");
    expect(log("stubborn")).toContain("never");
    for (const pid of pids) expect(identify(pid)).toBeUndefined();
    expect(events.seen.filter(({ type }) => type === "died")).toEqual([]);
    expect(supervisor!.status().map(({ state }) => state)).toEqual(["stopped", "stopped"]);
  });

  test("ends a service that waits to be started again", async () => {
    const timing = { ...FAST, backOff: { firstMs: 60_000, maxMs: 60_000 } };
    const events = await supervise({ services: [service("process.exit(1)")], timing });
    await events.next("died");
    await supervisor!.stop();
    expect(events.seen.filter(({ type }) => type === "started")).toHaveLength(1);
  });
});

describe("health", () => {
  /** What the service says of itself: why it is not ready or not live, or null. */
  let says: { ready: string | null; live: string | null };
  let asked: number;
  let server: Server;
  let healthUrl: string;
  beforeEach(async () => {
    says = { ready: "is starting: LOG_UNREACHABLE", live: null };
    asked = 0;
    server = createServer((request, response) => {
      asked += 1;
      const reason = says[request.url === "/health/live" ? "live" : "ready"];
      response.statusCode = reason === null ? 200 : 503;
      response.end(JSON.stringify({ reason }));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    healthUrl = `http://127.0.0.1:${(server.address() as { port: number }).port}/health`;
  });
  afterEach(() => server.close());

  const states = () => supervisor!.status().map(({ state, problem }) => [state, problem]);

  test("is ready when it says so, and started again when it is not live any more", async () => {
    const timing = { ...FAST, unresponsiveAfterMs: 100 };
    const events = await supervise({ services: [service(RUN, { healthUrl })], timing });
    await events.next("started");
    await vi.waitFor(() => expect(states()).toEqual([["starting", "is starting: LOG_UNREACHABLE"]]));
    says.ready = null;
    await events.next("ready");
    says.live = "the consumer has made no progress";
    expect((await events.next("unresponsive")).message).toContain("the consumer has made no progress");
    await events.next("started");
  });

  test("is left alone while it waits for its servers, before it was ready and after", async () => {
    const timing = { ...FAST, unresponsiveAfterMs: 20, notLiveAfterMs: 20 };
    const events = await supervise({ services: [service(RUN, { healthUrl })], timing });
    await events.next("started");
    const manyTimes = async () => {
      const before = asked;
      await vi.waitFor(() => expect(asked).toBeGreaterThan(before + 20), { timeout: 10_000 });
    };
    await manyTimes();
    says.ready = null;
    await events.next("ready");
    says.ready = "is blocked for 40 s: CONNECTION_LOST";
    await manyTimes();
    expect(states()).toEqual([["blocked", "is blocked for 40 s: CONNECTION_LOST"]]);
    says.ready = null;
    await events.next("ready");
    expect(events.seen.map(({ type }) => type)).toEqual(["started", "ready", "ready"]);
  });
});

describe("a supervisor that is killed", () => {
  /** Runs a supervisor of one service as a process of its own; resolves with both process ids when the service runs. */
  async function elsewhere(script: string): Promise<{ supervisorPid: number; servicePid: number }> {
    const module = new URL("./supervisor.js", import.meta.url).href;
    const program = `
      const { superviseServices } = await import(${JSON.stringify(module)});
      await superviseServices({
        home: ${JSON.stringify(home)},
        services: [${JSON.stringify({ ...service(script), env: { PATH: process.env["PATH"] } })}],
        onEvent: (event) => event.type === "started" && console.log(event.pid),
      });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    while (!readFileSync(join(home, "logs", "fake.log"), "utf8").includes("up")) await delay(5);
    return { supervisorPid: child.pid!, servicePid: Number(line) };
  }

  test("leaves no service that listens to its channel", async () => {
    const { supervisorPid, servicePid } = await elsewhere(`${RUN} console.log("up")`);
    process.kill(supervisorPid, "SIGKILL");
    await untilGone(servicePid);
    expect(identify(servicePid)).toBeUndefined();
  });

  test("is followed by one that ends the service which does not", async () => {
    const { supervisorPid, servicePid } = await elsewhere('setInterval(() => {}, 1000); console.log("up")');
    process.kill(supervisorPid, "SIGKILL");
    await untilGone(supervisorPid);
    expect(identify(servicePid)).toBeDefined();
    await supervise({ services: [service(RUN)] });
    expect(identify(servicePid)).toBeUndefined();
  });
});
