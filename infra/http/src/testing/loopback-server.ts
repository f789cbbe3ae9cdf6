import { type RequestListener, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

interface LoopbackServer {
  /** Ends in a slash. */
  readonly url: URL;
  /** Path and query of each request, in order. */
  readonly requests: string[];
}

/** An HTTP server on the loopback interface, closed after the test file. */
export async function loopbackServer(listener: RequestListener): Promise<LoopbackServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http://127.0.0.1:${port}/`), requests };
}

/** A port of the loopback interface on which no process listens. */
export async function closedPort(): Promise<URL> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return new URL(`http://127.0.0.1:${port}/`);
}

/** Says that a whole body comes, sends a part, and hangs up. */
export function cutBody(response: ServerResponse, body: Buffer, share: number, status = 200): void {
  response.writeHead(status, { "content-length": body.length, ...rangeOf(response) });
  response.write(body.subarray(0, Math.floor(body.length * share)), () => response.destroy());
}

function rangeOf(response: ServerResponse): Record<string, string> {
  const range = response.getHeader("content-range");
  return range === undefined ? {} : { "content-range": String(range) };
}
