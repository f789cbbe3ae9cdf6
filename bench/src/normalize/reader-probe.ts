import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@interlude/infra-postgres";

const INTERVAL_MS = 50;

/** What a client reads to look an artist up: by key, in a mirror and in derived tables. */
const READ = `
  select (select name from normalization.artist where id = 1),
    (select count(*) from normalization.artist_collaborations
     where artist_a = (select gid from normalization.artist where id = 1))`;

/** Reads the store again and again, and records its slowest query. */
export class ReaderProbe {
  #longest = 0;
  #ended = false;
  readonly #running: Promise<void>;

  constructor(private readonly database: Database) {
    this.#running = this.#run();
  }

  /** Milliseconds of the slowest query. */
  async end(): Promise<number> {
    this.#ended = true;
    await this.#running;
    return this.#longest;
  }

  async #run(): Promise<void> {
    while (!this.#ended) {
      const began = performance.now();
      await this.database.query(READ);
      this.#longest = Math.max(this.#longest, performance.now() - began);
      await sleep(INTERVAL_MS);
    }
  }
}
