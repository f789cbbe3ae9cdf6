import { once } from "node:events";
import { type Server, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { fetchClusterMetadata, metadataRequest, parseMetadataResponse } from "./kafka-probe.js";

/** A version 5 metadata response as Kafka's protocol guide lays it out, without its topics. */
function response(correlation: number, brokers: { id: number; host: string; rack: string | null }[]): Buffer {
  const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
  const int32 = (value: number) =>
    Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]);
  const string = (value: string | null) =>
    value === null
      ? Buffer.from([255, 255])
      : Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
  return Buffer.concat([
    int32(correlation),
    int32(0),
    int32(brokers.length),
    ...brokers.flatMap(({ id, host, rack }) => [int32(id), string(host), int32(9092), string(rack)]),
    string("cluster"),
    int32(1),
    int32(0),
  ]);
}

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A server that answers whatever it is asked with these bytes, one by one. */
async function serving(bytes: Buffer): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      for (const byte of bytes) socket.write(Buffer.from([byte]));
    });
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return (server.address() as { port: number }).port;
}

const framed = (bytes: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const ask = (port: number) =>
  fetchClusterMetadata({ host: "127.0.0.1", port, signal: AbortSignal.timeout(5000) });

describe("asking a broker for its cluster", () => {
  test("the request says its own length and asks for no topics", () => {
    const request = metadataRequest();
    expect(request.readInt32BE(0)).toBe(request.length - 4);
    expect(request.readInt16BE(4)).toBe(3);
    expect(request.subarray(-5)).toEqual(Buffer.from([0, 0, 0, 0, 0]));
  });

  test("reads brokers and cluster from an answer that comes in pieces", async () => {
    const brokers = [
      { id: 1, host: "127.0.0.1", rack: null },
      { id: 7, host: "höst", rack: "r" },
    ];
    const port = await serving(framed(response(1, brokers)));
    expect(await ask(port)).toEqual({ brokerIds: [1, 7], clusterId: "cluster" });
  });

  test("an empty cluster is an answer", () => {
    expect(parseMetadataResponse(response(1, []))).toEqual({ brokerIds: [], clusterId: "cluster" });
  });

  test("rejects what is no answer to its question", async () => {
    await expect(ask(await serving(framed(response(2, []))))).rejects.toThrow("another question");
    await expect(ask(await serving(framed(Buffer.from([0, 0]))))).rejects.toThrow(RangeError);
  });

  test("rejects when nobody listens, and when the server hangs up", async () => {
    const port = await serving(Buffer.alloc(0));
    servers.splice(0).forEach((server) => server.close());
    await expect(ask(port)).rejects.toThrow("ECONNREFUSED");
    const rude = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
    servers.push(rude);
    await once(rude, "listening");
    await expect(ask((rude.address() as { port: number }).port)).rejects.toThrow("closed the connection");
  });
});
