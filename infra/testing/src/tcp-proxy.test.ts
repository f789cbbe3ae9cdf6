import { once } from "node:events";
import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TcpProxy } from "./tcp-proxy.js";

/** Sends back what it gets. */
let server: Server;
let proxy: TcpProxy;
let received: string[];
const clients: Socket[] = [];

beforeEach(async () => {
  received = [];
  server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      received.push(String(bytes));
      socket.write(bytes);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = await TcpProxy.start({ target: `127.0.0.1:${(server.address() as AddressInfo).port}` });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  server.close();
});

interface Client {
  readonly socket: Socket;
  /** All that came back. */
  readonly replies: string[];
  readonly closed: Promise<unknown>;
}

function openClient(): Client {
  const socket = connect({ host: "127.0.0.1", port: proxy.port });
  clients.push(socket);
  const replies: string[] = [];
  socket.on("error", () => {});
  socket.on("data", (bytes) => replies.push(String(bytes)));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  return { socket, replies, closed };
}

describe("tcp proxy", () => {
  it("forwards both ways", async () => {
    const { socket, replies } = openClient();
    socket.write("hello");
    await expect.poll(() => replies.join("")).toBe("hello");
  });

  it("holds back what comes while it stalls, and gives it when it forwards again", async () => {
    const one = openClient();
    one.socket.write("a");
    await expect.poll(() => one.replies.join("")).toBe("a");
    proxy.stall();
    one.socket.write("b");
    const late = openClient();
    await once(late.socket, "connect");
    late.socket.write("c");
    await new Promise((resolve) => setImmediate(resolve));
    expect(received).toEqual(["a"]);
    proxy.forward();
    await expect.poll(() => [one.replies.join(""), late.replies.join("")]).toEqual(["ab", "c"]);
  });

  it("can hold back responses only: the server has done what the client does not learn", async () => {
    const { socket, replies } = openClient();
    proxy.stall("responses");
    socket.write("done");
    await expect.poll(() => received).toEqual(["done"]);
    expect(replies).toEqual([]);
    proxy.forward();
    await expect.poll(() => replies).toEqual(["done"]);
  });

  it("cuts what is open and what comes, until it forwards again", async () => {
    const before = openClient();
    before.socket.write("a");
    await expect.poll(() => before.replies).toEqual(["a"]);
    proxy.cut();
    await before.closed;
    await openClient().closed;
    proxy.forward();
    const after = openClient();
    after.socket.write("b");
    await expect.poll(() => after.replies).toEqual(["b"]);
  });

  it("passes everything on in order when it delays", async () => {
    const { socket, replies } = openClient();
    proxy.delay(20);
    const sent = Array.from({ length: 5 }, (_, index) => `${index}`);
    for (const text of sent) socket.write(text);
    await expect.poll(() => replies.join("")).toBe(sent.join(""));
  });

  it("ends a connection when the server does", async () => {
    server.once("connection", (socket) => socket.destroy());
    await expect(openClient().closed).resolves.toBeDefined();
  });
});
