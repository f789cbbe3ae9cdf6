import { Worker } from "node:worker_threads";
import type { CollaborationGraph, EmbeddingRows, NearArtist } from "@interlude/core-graph";
import { Injectable, type OnApplicationShutdown } from "@nestjs/common";
import { QueryError } from "./query-error.js";

/** Length of the queue: a search takes about a second with a million artists. */
const MAX_PENDING = 8;

/** A message to the worker thread. The rows are shared memory: posting them copies nothing. */
export interface SearchRequest {
  readonly id: number;
  readonly rows: EmbeddingRows;
  readonly artist: number;
  readonly vector: Float32Array;
  readonly count: number;
}

/** The worker thread's response. */
export interface SearchResult {
  readonly id: number;
  readonly found: readonly NearArtist[];
}

interface PendingSearch {
  resolve(found: readonly NearArtist[]): void;
  reject(error: Error): void;
}

/** Exact search by embedding in a worker thread, one request after the other. */
@Injectable()
export class NearestSearch implements OnApplicationShutdown {
  #worker: Worker | null = null;
  #lastId = 0;
  readonly #pending = new Map<number, PendingSearch>();

  /**
   * The artists whose vectors are nearest to an artist's. Reads the graph's memory while it runs: the caller must check
   * afterwards that the graph has not changed meanwhile.
   *
   * @throws QueryError SEARCHES_FULL
   */
  async find(graph: CollaborationGraph, artist: number, count: number): Promise<NearArtist[]> {
    const vector = graph.embeddingOf(artist);
    if (vector.length === 0) return [];
    if (this.#pending.size >= MAX_PENDING) {
      throw new QueryError(
        "SEARCHES_FULL",
        `${MAX_PENDING} searches are waiting already: ask again in a moment`,
      );
    }
    this.#lastId += 1;
    const request: SearchRequest = {
      id: this.#lastId,
      rows: graph.shareEmbedding(),
      artist,
      vector,
      count,
    };
    const found = await new Promise<readonly NearArtist[]>((resolve, reject) => {
      this.#pending.set(request.id, { resolve, reject });
      (this.#worker ??= this.#start()).postMessage(request, []);
    });
    const { mbids } = graph.adjacency;
    return [...found].sort((x, y) => y.cosine - x.cosine || mbids.compare(x.artist, y.artist));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL("nearest-worker.js", import.meta.url));
    worker.unref();
    worker.on("message", ({ id, found }: SearchResult) => {
      this.#pending.get(id)?.resolve(found);
      this.#pending.delete(id);
    });
    const end = (error: Error): void => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      for (const { reject } of this.#pending.values()) reject(error);
      this.#pending.clear();
    };
    worker.on("error", end);
    worker.on("exit", (code) => end(new Error(`the search thread ended with code ${code}`)));
    return worker;
  }
}
