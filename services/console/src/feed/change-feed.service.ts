import type { ServerResponse } from "node:http";
import { ApiError } from "@interlude/infra-http/api";
import { LOGGER, type Logger } from "@interlude/infra-runtime";
import { Inject, Injectable, type OnModuleDestroy } from "@nestjs/common";
import { IngestionStatusStore } from "../ingestion/ingestion-status.store.js";
import { EventStream, type News } from "./event-stream.js";
import { RETAINED_CHANGES } from "./feed-event.js";
import { FeedStore } from "./feed.store.js";
import { RecentChanges } from "./recent-changes.js";

const MOST_STREAMS = 256;
const POLL_MS = 250;
const HEARTBEAT_MS = 15_000;
const STALL_LIMIT_MS = 15_000;

/**
 * Passes changes, and what ingestion does, on to everyone who watches. It asks the database,
 * whichever replica wrote them, and only while somebody watches.
 */
@Injectable()
export class ChangeFeed implements OnModuleDestroy {
  readonly #streams = new Set<EventStream>();
  #news: Promise<News> | null = null;
  #timers: NodeJS.Timeout[] = [];
  #polling = false;
  /** Connections that are being opened: the feed must not stop under them. */
  #opening = 0;

  constructor(
    private readonly store: FeedStore,
    private readonly ingestion: IngestionStatusStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Answers with a stream of events. Throws ApiError `STREAM_FULL` where too many watch already. */
  async open(response: ServerResponse, lastSeen: number | null): Promise<void> {
    if (this.#streams.size >= MOST_STREAMS) {
      throw new ApiError(503, "STREAM_FULL", `${MOST_STREAMS} connections watch already; try again later`);
    }
    this.#opening += 1;
    try {
      const news = await this.#start();
      // Up to date before the stream begins: what is loaded after this moment can only be newer.
      await this.#poll(news);
      if (!response.destroyed) this.#add(response, news, lastSeen);
    } finally {
      this.#opening -= 1;
      this.#stopWhenUnwatched();
    }
  }

  /** Ends every stream: the HTTP server waits for open answers before it stops. */
  onModuleDestroy(): void {
    for (const stream of this.#streams) stream.end();
    this.#stop();
  }

  #add(response: ServerResponse, news: News, lastSeen: number | null): void {
    const stream = new EventStream(response, news, lastSeen, () => performance.now());
    this.#streams.add(stream);
    response.on("close", () => {
      this.#streams.delete(stream);
      this.#stopWhenUnwatched();
    });
  }

  #stopWhenUnwatched(): void {
    if (this.#streams.size + this.#opening === 0) this.#stop();
  }

  #start(): Promise<News> {
    if (this.#news === null) {
      this.#news = this.#load();
      // Whoever waits for it is told; the next one tries again.
      this.#news.catch(() => this.#stop());
      const every = (ms: number, work: () => void) => this.#timers.push(setInterval(work, ms).unref());
      every(POLL_MS, () => void this.#deliver());
      every(HEARTBEAT_MS, () => this.#reassure());
    }
    return this.#news;
  }

  #stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    this.#news = null;
  }

  async #load(): Promise<News> {
    const last = await this.store.lastId();
    const changes = new RecentChanges(Math.max(0, last - RETAINED_CHANGES), RETAINED_CHANGES);
    changes.append(await this.store.after(changes.last));
    return { changes, ingestion: null };
  }

  async #deliver(): Promise<void> {
    const news = this.#news;
    if (news === null || this.#polling) return;
    this.#polling = true;
    try {
      await this.#poll(await news);
      for (const stream of this.#streams) stream.deliver();
    } catch (error) {
      this.logger.warn({ err: error }, "could not read the newest changes; they are asked for again");
    } finally {
      this.#polling = false;
    }
  }

  async #poll(news: News): Promise<void> {
    const { changes } = news;
    const events = await this.store.after(changes.last);
    // Another poll may have brought some of them meanwhile.
    changes.append(events.filter(({ id }) => id > changes.last));
    const status = await this.ingestion.read();
    news.ingestion = status === null ? null : JSON.stringify(status);
  }

  #reassure(): void {
    for (const stream of this.#streams) {
      if (stream.stalledFor >= STALL_LIMIT_MS) stream.drop();
      else stream.heartbeat();
    }
  }
}
