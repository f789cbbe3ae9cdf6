import type { IngestionStatus } from "@interlude/contracts";

/** The status of ingestion, before it has a time. */
export type StatusUpdate = Omit<IngestionStatus, "ts">;

/** Progress is for people to watch: it is published no more often. */
const PAUSE_MS = 2_000;

interface StatusPublisherOptions {
  /** Publishes a status; resolves when it is acknowledged. */
  readonly send: (status: IngestionStatus) => Promise<void>;
  /** Called with the first of several failures in a row. */
  readonly onFailure: (error: unknown) => void;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}

/**
 * Publishes the status when it changes: at once if ingestion stops, goes on or has read its files to the end, else
 * every two seconds at most. `publish` never waits and never fails. One status is in flight at a time; of those that
 * came meanwhile, or could not be sent, the newest is sent.
 */
export class StatusPublisher {
  #newest: StatusUpdate | null = null;
  #sent: StatusUpdate | null = null;
  #sentAt = Number.NEGATIVE_INFINITY;
  #sending: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isFailing = false;
  #isClosed = false;

  constructor(private readonly options: StatusPublisherOptions) {}

  publish(status: StatusUpdate): void {
    this.#newest = status;
    this.#schedule();
  }

  /** Sends the newest status if it is not sent yet, within some milliseconds, and nothing from then on. */
  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer ?? undefined);
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, timeoutMs).unref());
    await Promise.race([this.#sendRest(), timeout]);
  }

  async #sendRest(): Promise<void> {
    await this.#sending;
    if (this.#isChanged()) await this.#send();
  }

  #schedule(): void {
    clearTimeout(this.#timer ?? undefined);
    this.#timer = null;
    if (this.#isClosed || this.#sending !== null || !this.#isChanged()) return;
    const wait = this.#isUrgent() && !this.#isFailing ? 0 : this.#sentAt + PAUSE_MS - this.options.now();
    if (wait <= 0) void this.#send();
    else this.#timer = setTimeout(() => void this.#send(), wait).unref();
  }

  async #send(): Promise<void> {
    const status = this.#newest!;
    this.#sent = status;
    this.#sentAt = this.options.now();
    this.#sending = this.#attempt({ ...status, ts: this.#sentAt * 1000 });
    await this.#sending;
    this.#sending = null;
    this.#schedule();
  }

  async #attempt(status: IngestionStatus): Promise<void> {
    try {
      await this.options.send(status);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.options.onFailure(error);
      this.#isFailing = true;
      this.#sent = null;
    }
  }

  #isChanged(): boolean {
    return this.#newest !== null && JSON.stringify(this.#newest) !== JSON.stringify(this.#sent);
  }

  #isUrgent(): boolean {
    const newest = this.#newest;
    const sent = this.#sent;
    return newest?.code !== sent?.code || (newest?.progress === null && sent?.progress !== null);
  }
}
