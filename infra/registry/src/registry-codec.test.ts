import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
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
