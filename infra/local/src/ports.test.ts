import { createServer } from "node:net";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { PORT_RANGE, choosePorts, isFree } from "./ports.js";

async function listening(): Promise<{ port: number; close: () => void }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as { port: number }).port, close: () => server.close() };
}

describe("choosing ports", () => {
  test("chooses different free ports within the range", async () => {
    const names = ["a", "b", "c", "d"] as const;
    const ports = Object.values(await choosePorts(names, {}));
    expect(new Set(ports).size).toBe(names.length);
    for (const port of ports) {
      expect(port).toBeGreaterThanOrEqual(PORT_RANGE.first);
      expect(port).toBeLessThanOrEqual(PORT_RANGE.last);
      expect(await isFree(port)).toBe(true);
    }
  });

  test("keeps a port that is still free", async () => {
    const before = await choosePorts(["kafka", "registry"], {});
    expect(await choosePorts(["kafka", "registry"], before)).toEqual(before);
  });

  test("replaces a port that was taken meanwhile", async () => {
    const taken = await listening();
    try {
      expect(await isFree(taken.port)).toBe(false);
      const { kafka } = await choosePorts(["kafka"], { kafka: taken.port });
      expect(kafka).not.toBe(taken.port);
    } finally {
      taken.close();
    }
  });

  test("gives two names two ports even if both had the same before", async () => {
    const { port } = await choosePorts(["port"], {});
    const { a, b } = await choosePorts(["a", "b"], { a: port, b: port });
    expect(a).toBe(port);
    expect(b).not.toBe(port);
  });
});
