import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import pg from "pg";
import { describeCluster } from "@interlude/infra-kafka";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { isFree } from "./ports.js";
import { readStackFile } from "./stack-file.js";
import { type Stack, type StackOptions, findStack, startStack } from "./stack.js";

const root = mkdtempSync(join(tmpdir(), "interlude-stack-"));
const home = join(root, "home");
const running: Stack[] = [];

async function start(options: Partial<StackOptions> = {}): Promise<Stack> {
  const stack = await startStack({ home, log: () => {}, postgresFsync: false, ...options });
  running.push(stack);
  return stack;
}

afterEach(async () => {
  for (const stack of running.splice(0).toReversed()) await stack.stop();
});
afterAll(() => rmSync(root, { recursive: true }));

async function query(stack: Stack, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const SUBJECT = "stack-test-value";

async function register(stack: Stack): Promise<number> {
  const schema = JSON.stringify({
    type: "record",
    name: "StackTest",
    fields: [{ name: "at", type: "long" }],
  });
  const response = await fetch(`${stack.registry.url}/subjects/${SUBJECT}/versions`, {
    method: "POST",
    headers: { "content-type": "application/vnd.schemaregistry.v1+json" },
    body: JSON.stringify({ schema }),
  });
  return ((await response.json()) as { id: number }).id;
}

async function clusterId(stack: Stack): Promise<string> {
  const cluster = await describeCluster(stack.kafka, {
    timeoutMs: 5_000,
    signal: AbortSignal.timeout(10_000),
  });
  return cluster.clusterId;
}

/** Whether something listens at an address. */
async function isListening(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: 2000 });
  try {
    await Promise.race([
      once(socket, "connect"),
      once(socket, "timeout").then(() => Promise.reject(new Error())),
    ]);
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

describe("the local stack", () => {
  test("keeps its data and its addresses from one run to the next", async () => {
    const first = await start();
    const { kafka, registry, databaseUrl } = first;
    expect(
      first
        .processes()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["kafka", "postgres", "registry"]);
    expect(findStack(home)).toMatchObject({ kafka, databaseUrl, owner: { pid: process.pid } });
    await query(first, "CREATE TABLE kept AS SELECT 42 AS value");
    const id = await register(first);
    const cluster = await clusterId(first);
    const pids = first.processes().map(({ pid }) => pid);
    await first.stop();
    expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    expect(findStack(home)).toBeUndefined();

    const second = await start();
    expect(second).toMatchObject({ kafka, registry, databaseUrl });
    expect(await clusterId(second)).toBe(cluster);
    expect(await query(second, "SELECT value FROM kept")).toEqual([{ value: 42 }]);
    const subjects = await fetch(`${second.registry.url}/subjects`);
    expect(await subjects.json()).toContain(SUBJECT);
    expect(await register(second)).toBe(id);
  });

  test("starts a server that was killed again, with its port and its data", async () => {
    const stack = await start();
    await query(stack, "CREATE TABLE still_here AS SELECT 43 AS value");
    const cluster = await clusterId(stack);
    for (const { pid } of stack.processes()) process.kill(pid, "SIGKILL");
    await expect.poll(() => stack.processes()).toEqual([]);
    for (const name of ["kafka", "registry", "postgres"] as const) await stack.restart(name);
    expect(await query(stack, "SELECT value FROM still_here")).toEqual([{ value: 43 }]);
    expect(await clusterId(stack)).toBe(cluster);
    const before = new Set(stack.processes().map(({ pid }) => pid));
    await stack.restart("postgres");
    expect(stack.processes().filter(({ pid }) => before.has(pid))).toHaveLength(2);
    await stack.stop();
  });

  test("refuses the same home twice, listens on the loopback interface only, serves others as external", async () => {
    const stack = await start();
    await expect(start()).rejects.toMatchObject({ code: "HOME_IN_USE" });

    const ports = [
      stack.kafka.brokers[0]!,
      new URL(stack.registry.url).host,
      new URL(stack.databaseUrl).host,
    ];
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const port of ports.map((host) => Number(host.split(":")[1]))) {
      expect(await isListening("127.0.0.1", port)).toBe(true);
      for (const { address } of outside) expect(await isListening(address, port)).toBe(false);
    }

    const { kafka, registry, databaseUrl } = stack;
    const user = await start({
      home: join(root, "user"),
      external: { kafka, registry, databaseUrl },
    });
    expect(user.processes()).toEqual([]);
    expect(user).toMatchObject({ kafka, registry, databaseUrl });
    const wrong = {
      kafka,
      registry,
      databaseUrl: "postgresql://nobody:secret@127.0.0.1:1/x",
    };
    await expect(start({ home: join(root, "wrong"), external: wrong })).rejects.toMatchObject({
      code: "EXTERNAL_UNREACHABLE",
      message: expect.not.stringContaining("secret"),
    });
  });

  test("reports a server that dies, and starts again after it", async () => {
    let report: (event: { name: string; message: string }) => void;
    const reported = new Promise<{ name: string; message: string }>((resolve) => (report = resolve));
    const stack = await start({ onServerExit: (event) => report(event) });
    process.kill(stack.processes().find(({ name }) => name === "postgres")!.pid, "SIGKILL");
    expect(await reported).toMatchObject({ name: "postgres", message: expect.stringContaining("SIGKILL") });
    expect(stack.processes().map(({ name }) => name)).not.toContain("postgres");
    await stack.stop();
    expect(await query(await start(), "SELECT value FROM kept")).toEqual([{ value: 42 }]);
  });

  test("leaves nothing running when its start is given up", async () => {
    const stopping = new AbortController();
    const log = (line: string) => {
      if (line.startsWith("Kafka")) stopping.abort(new Error("no more"));
    };
    await expect(start({ log, signal: stopping.signal })).rejects.toThrow("no more");
    expect(findStack(home)).toBeUndefined();
    const { ports, processes } = readStackFile(home)!;
    expect(processes).toEqual({});
    for (const port of Object.values(ports)) expect(await isFree(port)).toBe(true);
  });
});
