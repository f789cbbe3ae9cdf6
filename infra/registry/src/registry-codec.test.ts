import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { schemas, topics } from "@interlude/contracts";
import { codeOf, faultOf } from "@interlude/stage";
import { expect, it } from "vitest";
import { createRegistryCodec } from "./registry-codec.js";

it("does not wait without end for a registry that accepts connections and does not respond", async () => {
  const server = createServer((socket) => void socket.on("error", () => {}).resume()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const connection = { url: `http://127.0.0.1:${port}` };
  try {
    await expect(createRegistryCodec({ connection, namespace: "", timeoutMs: 20 })).rejects.toMatchObject({
      code: "REGISTRY_UNREACHABLE",
    });
  } finally {
    server.close();
  }
});

it("asks again for a schema that the registry did not know, or could not give, at the attempt before", async () => {
  const planned = [404, 503, 503, 503, 503, 503, 503, 503, 200];
  const statuses: number[] = [];
  const server = createHttpServer((request, response) => {
    const isLookUp = request.method === "POST";
    const status = isLookUp ? 200 : (planned.shift() ?? 200);
    if (!isLookUp) statuses.push(status);
    response.writeHead(status, { "content-type": "application/json" });
    const found = isLookUp ? { id: 1 } : { schema: schemas["catalog.collaborations"] };
    response.end(JSON.stringify(status === 200 ? found : { error_code: 40403, message: "not there" }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    const codec = await createRegistryCodec({
      connection: { url: `http://127.0.0.1:${port}` },
      namespace: "",
    });
    const topic = topics.catalogCollaborations;
    const pair = { artistA: "a", artistB: "b", weight: 1, firstRecording: 3, kinds: [] };
    const bytes = codec.encode(topic, pair);
    const faults: string[] = [];
    const decode = async (): Promise<unknown> => {
      try {
        return await codec.decode(topic, bytes);
      } catch (error) {
        faults.push(`${codeOf(error)} ${faultOf(error)}`);
        return decode();
      }
    };
    expect(await decode()).toEqual(pair);
    expect(new Set(faults)).toEqual(new Set(["SCHEMA_UNKNOWN transient", "REGISTRY_UNREACHABLE transient"]));
    expect(statuses.at(-1)).toBe(200);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
