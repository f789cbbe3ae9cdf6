import type { ServerResponse } from "node:http";
import { ApiError } from "@interlude/infra-http/api";
import { LOGGER, type Logger, SETTINGS } from "@interlude/infra-runtime";
import { Inject, Injectable, type OnModuleDestroy } from "@nestjs/common";
import { IngestionStatusRepository } from "../ingestion/ingestion-status.repository.js";
import type { ConsoleSettings } from "../settings.js";
import { EventStream, type FeedState } from "./event-stream.js";
import { RETAINED_CHANGES } from "./feed-event.js";
import { FeedRepository } from "./feed.repository.js";
import { RecentChanges } from "./recent-changes.js";
import { StreamCount } from "./stream-count.js";

/** A stream costs memory and file handles, and each delivery goes through all of them. */
const MOST_STREAMS = 256;
const POLL_MS = 250;
const HEARTBEAT_MS = 15_000;
const STALL_LIMIT_MS = 15_000;

/**
 * Passes changes and the status of ingestion on to every open stream. It polls the database, because any
 * replica may have written them, and only while a stream is open.
 */
@Injectable()
export class ChangeFeed implements OnModuleDestroy {
  readonly #streams = new Set<EventStream>();
  #state: Promise<FeedState> | null = null;
  #timers: NodeJS.Timeout[] = [];
  #polling = false;
  /** Those that are being opened included: the feed must not stop under them. */
  readonly #count: StreamCount;

  constructor(
    private readonly changes: FeedRepository,
    private readonly ingestion: IngestionStatusRepository,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SETTINGS) settings: ConsoleSettings,
  ) {
    this.#count = new StreamCount({ total: MOST_STREAMS, ofAddress: settings.streamsPerAddress });
  }

  /**
   * Responds with a stream of events.
   * @param address of the client
   * @throws ApiError `STREAM_FULL` if too many are open already, or being opened, in all or for the address
   */
  async open(response: ServerResponse, address: string, lastSeen: number | null): Promise<void> {
    if (response.destroyed) return;
    if (!this.#count.take(address)) {
      throw new ApiError(503, "STREAM_FULL", "Too many connections watch already; try again later", 30);
    }
    response.once("close", () => {
      this.#count.giveBack(address);
      this.#stopWhenUnwatched();
    });
    const state = await this.#start();
    // Up to date before the stream begins: what is loaded after this moment can only be newer.
    await this.#poll(state);
    if (!response.destroyed) this.#add(response, state, lastSeen);
  }

  /** Ends every stream: the HTTP server waits for open responses before it stops. */
  onModuleDestroy(): void {
    for (const stream of this.#streams) stream.end();
    this.#stop();
  }

  #add(response: ServerResponse, state: FeedState, lastSeen: number | null): void {
    const stream = new EventStream(response, state, lastSeen, () => performance.now());
    this.#streams.add(stream);
    response.once("close", () => this.#streams.delete(stream));
  }

  #stopWhenUnwatched(): void {
    if (this.#count.total === 0) this.#stop();
  }

  #start(): Promise<FeedState> {
    if (this.#state === null) {
      this.#state = this.#load();
      // The streams that wait for it fail; the next one tries again.
      this.#state.catch(() => this.#stop());
      const every = (ms: number, work: () => void) => this.#timers.push(setInterval(work, ms).unref());
      every(POLL_MS, () => void this.#deliver());
      every(HEARTBEAT_MS, () => this.#sendHeartbeats());
    }
    return this.#state;
  }

  #stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    this.#state = null;
  }

  async #load(): Promise<FeedState> {
    return { changes: await this.#loadChanges(), ingestion: null };
  }

  async #loadChanges(): Promise<RecentChanges> {
    const last = await this.changes.lastId();
    const changes = new RecentChanges(Math.max(0, last - RETAINED_CHANGES), RETAINED_CHANGES);
    changes.append(await this.changes.after(changes.last));
    return changes;
  }

  async #deliver(): Promise<void> {
    const state = this.#state;
    if (state === null || this.#polling) return;
    this.#polling = true;
    try {
      await this.#poll(await state);
      for (const stream of this.#streams) stream.deliver();
    } catch (error) {
      this.logger.warn({ err: error }, "could not read the newest changes; they are asked for again");
    } finally {
      this.#polling = false;
    }
  }

  async #poll(state: FeedState): Promise<void> {
    const { newest } = state.changes;
    if (newest !== undefined && !(await this.changes.isStill(newest))) {
      this.logger.warn("the store was put back: who watches the changes loads everything again");
      state.changes = await this.#loadChanges();
    }
    const { changes } = state;
    const events = await this.changes.after(changes.last);
    // Another poll may have brought some of them meanwhile.
    changes.append(events.filter(({ id }) => id > changes.last));
    const status = await this.ingestion.read();
    state.ingestion = status === null ? null : JSON.stringify(status);
  }

  #sendHeartbeats(): void {
    for (const stream of this.#streams) {
      if (stream.stalledFor >= STALL_LIMIT_MS) stream.drop();
      else stream.heartbeat();
    }
  }
}
