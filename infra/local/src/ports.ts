import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { LocalStackError } from "./errors.js";

/**
 * The range of ports: above the registered ports that people use by hand, below the range that operating
 * systems hand to outgoing connections, one of which could otherwise take a port between its choice and its use.
 */
export const PORT_RANGE = { first: 20_000, last: 29_999 } as const;

const ATTEMPTS = 100;

/** Whether nothing listens on this port of the loopback interface. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A free port for each name: the one it had before if that is still free, another otherwise. No two are the same.
 * @throws LocalStackError NO_FREE_PORT
 */
export async function choosePorts<Name extends string>(
  names: readonly Name[],
  before: Partial<Record<Name, number>>,
): Promise<Record<Name, number>> {
  const chosen = new Map<Name, number>();
  for (const name of names) {
    const previous = before[name];
    const taken = new Set(chosen.values());
    const again = previous !== undefined && !taken.has(previous) && (await isFree(previous));
    chosen.set(name, again ? previous : await freePort(taken));
  }
  return Object.fromEntries(chosen) as Record<Name, number>;
}

async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(PORT_RANGE.first, PORT_RANGE.last + 1);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new LocalStackError(
    "NO_FREE_PORT",
    `None of ${ATTEMPTS} ports tried between ${PORT_RANGE.first} and ${PORT_RANGE.last} is free on 127.0.0.1.`,
  );
}
