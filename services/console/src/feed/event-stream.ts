import type { ServerResponse } from "node:http";
import type { RecentChanges } from "./recent-changes.js";

const RECONNECT_MS = 2_000;

/** What there is to send, the same for every stream. */
export interface FeedState {
  /** Another window if the store was put back: what was sent of the one before does not count. */
  changes: RecentChanges;
  /** The status of ingestion as JSON on one line; null before it is known. Only the newest counts, so it has no id. */
  ingestion: string | null;
}

/**
 * The stream to one browser. It holds no queue: it knows the last change that was sent and takes the next
 * from the window that all streams share, so a slow one costs nothing but its socket's buffer.
 */
export class EventStream {
  /** When the socket stopped taking data, in milliseconds of `now`; null while it flows. */
  #stalledSince: number | null = null;
  #position: number;
  #changes: RecentChanges;
  /** The status of ingestion that was sent last. */
  #ingestion: string | null = null;

  /** `lastSeen`: id of the last change that the browser has; null begins with what comes next. */
  constructor(
    private readonly response: ServerResponse,
    private readonly state: Readonly<FeedState>,
    lastSeen: number | null,
    private readonly now: () => number,
  ) {
    this.#changes = state.changes;
    this.#position = lastSeen ?? state.changes.last;
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      // A connection of its own, so that a stopping server need not wait for it to be idle.
      connection: "close",
      "x-accel-buffering": "no",
    });
    response.on("drain", () => {
      this.#stalledSince = null;
      this.deliver();
    });
    this.#write(`retry: ${RECONNECT_MS}\n\n`);
    this.deliver();
  }

  /** Sends what has not been sent, as far as the socket takes it. */
  deliver(): void {
    const { changes, ingestion } = this.state;
    if (this.#stalledSince !== null) return;
    if (ingestion !== this.#ingestion) {
      this.#ingestion = ingestion;
      if (ingestion !== null) this.#write(`event: ingestion\ndata: ${ingestion}\n\n`);
    }
    const isOtherHistory = changes !== this.#changes;
    if (isOtherHistory || this.#position < changes.floor || this.#position > changes.last) {
      this.#changes = changes;
      this.#position = changes.last;
      this.#write(`id: ${changes.last}\nevent: reset\ndata: {}\n\n`);
    }
    while (this.#stalledSince === null && this.#position < changes.last) {
      this.#position += 1;
      const { id, event, data } = changes.at(this.#position)!;
      this.#write(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`);
    }
  }

  /** Keeps proxies from closing a quiet connection. */
  heartbeat(): void {
    if (this.#stalledSince === null) this.#write(": heartbeat\n\n");
  }

  /** Milliseconds for which the browser has taken nothing. */
  get stalledFor(): number {
    return this.#stalledSince === null ? 0 : this.now() - this.#stalledSince;
  }

  /** Ends the response, without waiting for a browser that takes nothing; it reconnects by itself. */
  end(): void {
    if (this.#stalledSince === null) this.response.end();
    else this.drop();
  }

  /** Cuts the connection. */
  drop(): void {
    this.response.destroy();
  }

  #write(text: string): void {
    if (!this.response.write(text)) this.#stalledSince ??= this.now();
  }
}
