import { Worker } from "node:worker_threads";
import type { CollaborationGraph, EmbeddingRows, NearArtist } from "@interlude/core-graph";
import { Injectable, type OnApplicationShutdown } from "@nestjs/common";
import { QueryError } from "./query-error.js";

/** Searches that may wait for each other: one takes about a second with a million artists. */
const MOST_WAITING = 8;

/** What the thread is asked. The rows are shared memory: posting them copies nothing. */
export interface SearchRequest {
  readonly id: number;
  readonly rows: EmbeddingRows;
  readonly artist: number;
  readonly vector: Float32Array;
  readonly count: number;
}

export interface SearchResult {
  readonly id: number;
  readonly found: readonly NearArtist[];
}

interface Waiting {
  resolve(found: readonly NearArtist[]): void;
  reject(error: Error): void;
}

/** Exact search by embedding in a thread of its own, one question after the other. */
@Injectable()
export class NearestSearch implements OnApplicationShutdown {
  #worker: Worker | null = null;
  #asked = 0;
  readonly #waiting = new Map<number, Waiting>();

  /**
   * The artists whose vectors are nearest to an artist's. Reads the graph's memory while it runs: whoever asks must see
   * afterwards whether the graph has changed meanwhile. Throws QueryError SEARCHES_FULL.
   */
  async find(graph: CollaborationGraph, artist: number, count: number): Promise<NearArtist[]> {
    const vector = graph.embeddingOf(artist);
    if (vector.length === 0) return [];
    if (this.#waiting.size >= MOST_WAITING) {
      throw new QueryError(
        "SEARCHES_FULL",
        `${MOST_WAITING} searches are waiting already: ask again in a moment`,
      );
    }
    this.#asked += 1;
    const question: SearchRequest = {
      id: this.#asked,
      rows: graph.shareEmbedding(),
      artist,
      vector,
      count,
    };
    const found = await new Promise<readonly NearArtist[]>((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
      (this.#worker ??= this.#start()).postMessage(question, []);
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
      this.#waiting.get(id)?.resolve(found);
      this.#waiting.delete(id);
    });
    const end = (error: Error): void => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.on("error", end);
    worker.on("exit", (code) => end(new Error(`the search thread ended with code ${code}`)));
    return worker;
  }
}
