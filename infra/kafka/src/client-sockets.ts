import { type Socket, connect } from "node:net";
import type { ISocketFactory } from "kafkajs";

const KEEP_ALIVE_MS = 60_000;

/**
 * The connections of one client. kafkajs waits for the responses to all requests before it closes a connection, and for
 * those of a broker that hangs it waits for ever: that keeps the client's process alive, and a member in its group.
 */
export class ClientSockets {
  readonly #open = new Set<Socket>();

  readonly factory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = connect({ host, port }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
    return socket;
  };

  /** Ends what is still open, as a lost connection does. */
  destroy(): void {
    for (const socket of this.#open) socket.destroy(new Error("The client has been closed"));
  }
}
