import { once } from "node:events";
import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";
import { Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { withOwnAddress } from "./kafka-addresses.js";

/** What goes to the server, what comes back, or both. */
export type Direction = "requests" | "responses" | "both";

export interface TcpProxyOptions {
  /** `host:port` of the server; on the loopback interface, as the proxy is. */
  readonly target: string;
  /**
   * The server is a Kafka broker: what its responses call its address becomes the proxy's, so that clients stay with the
   * proxy after their first connection.
   */
  readonly isBroker?: boolean;
}

interface Connection {
  readonly client: Socket;
  readonly server: Socket;
}

/** A way to a server that a test can cut, stall or slow down. Close it at the end. */
export class TcpProxy {
  readonly #connections = new Set<Connection>();
  readonly #stalled = new Set<Exclude<Direction, "both">>();
  /** What the stall holds back. */
  readonly #held: (() => void)[] = [];
  #delayMs = 0;
  #isCut = false;
  /** Connections that were opened, or refused. */
  attempts = 0;

  private constructor(
    private readonly listener: Server,
    private readonly options: TcpProxyOptions,
  ) {
    listener.on("connection", (client) => this.#accept(client));
  }

  static async start(options: TcpProxyOptions): Promise<TcpProxy> {
    const listener = createServer();
    listener.listen(0, hostOf(options.target));
    await once(listener, "listening");
    return new TcpProxy(listener, options);
  }

  /** `host:port` for clients. */
  get address(): string {
    return `${hostOf(this.options.target)}:${this.port}`;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** Everything passes again, also what a stall held back. */
  forward(): void {
    this.#isCut = false;
    this.#delayMs = 0;
    this.#stalled.clear();
    for (const release of this.#held.splice(0)) release();
  }

  /** Resets all connections, and every new one until `forward`. */
  cut(): void {
    this.#isCut = true;
    for (const { client, server } of this.#connections) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** Connections stay open and new ones are accepted, but nothing passes until `forward`: a peer that hangs. */
  stall(direction: Direction = "both"): void {
    if (direction !== "responses") this.#stalled.add("requests");
    if (direction !== "requests") this.#stalled.add("responses");
  }

  /** Holds back each piece that passes for some milliseconds, until `forward`. */
  delay(milliseconds: number): void {
    this.#delayMs = milliseconds;
  }

  async close(): Promise<void> {
    this.forward();
    this.listener.close();
    for (const { client, server } of this.#connections) {
      client.destroy();
      server.destroy();
    }
    await once(this.listener, "close");
  }

  #accept(client: Socket): void {
    this.attempts += 1;
    if (this.#isCut) {
      client.resetAndDestroy();
      return;
    }
    const { target, isBroker = false } = this.options;
    const server = connect({ host: hostOf(target), port: portOf(target) });
    const connection = { client, server };
    this.#connections.add(connection);
    // Whatever ends one side, ends the other: no error of theirs is one of the proxy.
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => {
        other.destroy();
        this.#connections.delete(connection);
      });
    }
    client.pipe(this.#gate("requests")).pipe(server);
    const responses = server.pipe(this.#gate("responses"));
    const ownAddress = { host: hostOf(target), theirs: portOf(target), ours: this.port };
    (isBroker ? responses.pipe(withOwnAddress(ownAddress)) : responses).pipe(client);
  }

  #gate(direction: Exclude<Direction, "both">): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.#mayPass(direction).then(
          () => done(null, chunk),
          (error: Error) => done(error),
        );
      },
    });
  }

  async #mayPass(direction: Exclude<Direction, "both">): Promise<void> {
    if (this.#delayMs > 0) await sleep(this.#delayMs);
    while (this.#stalled.has(direction)) await new Promise<void>((release) => this.#held.push(release));
  }
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(":"));
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(":") + 1));
}
