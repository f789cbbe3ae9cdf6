import { once } from "node:events";
import { type AddressInfo, type Server, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { describeCluster } from "./describe-cluster.js";

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function listening(onConnection: (server: import("node:net").Socket) => void): Promise<string> {
  const server = createServer(onConnection).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ask = (broker: string, signal = AbortSignal.timeout(20_000)) =>
  describeCluster({ brokers: [broker] }, { timeoutMs: 500, signal });

describe("asking a cluster what it is", () => {
  test("fails at once if nothing listens", async () => {
    const broker = await listening(() => {});
    for (const server of servers.splice(0)) await new Promise((closed) => server.close(closed));
    await expect(ask(broker)).rejects.toThrow("ECONNREFUSED");
  });

  test("fails if the server closes the connection, or says nothing in time", async () => {
    await expect(ask(await listening((socket) => socket.end()))).rejects.toThrow(
      /Closed connection|Connection/,
    );
    await expect(ask(await listening((socket) => socket.on("error", () => {})))).rejects.toThrow(/timed out/);
  });

  test("ends when it is aborted", async () => {
    const stop = new AbortController();
    const broker = await listening((socket) => {
      socket.on("error", () => {});
      stop.abort(new Error("given up"));
    });
    await expect(ask(broker, stop.signal)).rejects.toThrow("given up");
  });
});
