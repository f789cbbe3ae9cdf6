import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { SETTINGS } from "@interlude/infra-runtime";
import {
  GatheredLogits,
  type LogitColumns,
  type LogitSource,
  lowestProbability,
} from "@interlude/core-links";
import type { AdjacencyIndex } from "@interlude/core-graph";
import { Inject, Injectable, type OnModuleDestroy } from "@nestjs/common";
import type { Scoring } from "../pairs/pair-finder.js";
import type { ScoringSettings } from "../settings.js";
import type { ScoringWork } from "./scoring-worker.js";

/** Below this, to tell the threads costs more than they save. */
const FEWEST_ARTISTS = 500;

/** A thread, and which memory of which graph it has open. */
interface Thread {
  readonly worker: Worker;
  graph: AdjacencyIndex | null;
  layout: number;
}

/**
 * Worker threads that score pairs on the graph's own memory, while the main thread, which alone changes it, waits. What they
 * find is bit for bit what it would find.
 */
@Injectable()
export class ScoringThreads implements OnModuleDestroy {
  readonly #count: number;
  #threads: Thread[] = [];

  constructor(@Inject(SETTINGS) { threads }: Pick<ScoringSettings, "threads">) {
    this.#count = threads === 0 ? availableParallelism() : threads;
  }

  /** Logits of the pairs of some artists (ids); null where the main thread had better compute them itself. */
  async score(artists: readonly number[], scoring: Scoring): Promise<LogitSource | null> {
    if (this.#count < 2 || artists.length < FEWEST_ARTISTS) return null;
    if (this.#threads.length === 0) this.#threads = Array.from({ length: this.#count }, begin);
    try {
      // Dealt out one by one: neighbours in the order of MBIDs have nothing in common, so that parts take about as long.
      const parts = this.#threads.map((thread, part) =>
        scoreIn(thread, Int32Array.from(artists.filter((_, i) => i % this.#count === part)), scoring),
      );
      return new GatheredLogits(await Promise.all(parts));
    } catch (error) {
      await this.onModuleDestroy();
      throw error;
    }
  }

  /** Ends the threads; the next use begins others. */
  async onModuleDestroy(): Promise<void> {
    const ended = this.#threads;
    this.#threads = [];
    await Promise.all(ended.map(({ worker }) => worker.terminate()));
  }
}

function begin(): Thread {
  const worker = new Worker(new URL("./scoring-worker.js", import.meta.url));
  worker.unref();
  return { worker, graph: null, layout: 0 };
}

async function scoreIn(
  thread: Thread,
  artists: Int32Array<ArrayBuffer>,
  scoring: Scoring,
): Promise<LogitColumns> {
  const { adjacency } = scoring.graph;
  const isOpen = thread.graph === adjacency && thread.layout === adjacency.layout;
  const work: ScoringWork = {
    graph: isOpen ? null : adjacency.share(),
    artistCount: adjacency.artistCount,
    facts: scoring.facts.share(),
    model: scoring.model,
    threshold: lowestProbability(scoring.threshold?.probability ?? Infinity),
    artists,
  };
  [thread.graph, thread.layout] = [adjacency, adjacency.layout];
  const response = once(thread.worker, "message") as Promise<[LogitColumns]>;
  thread.worker.ref();
  thread.worker.postMessage(work, []);
  const [columns] = await response;
  thread.worker.unref();
  return columns;
}
