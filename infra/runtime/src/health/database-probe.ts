import type { Database } from "@interlude/infra-postgres";
import { type Blocked, codeOf, reasonOf } from "@interlude/stage";
import { now } from "./clock.js";
import type { PartReading } from "./service-state.js";

const INTERVAL_MS = 5_000;
/** A probe is bounded by its connection's timeouts; this is longer than a few of them. */
const LIMIT_MS = 3 * 60_000;

/** Asks the database now and then whether it responds: a stage that waits for records would not notice. */
export class DatabaseProbe {
  #progressAt = now();
  #blocked: Blocked | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  /** @param database with timeouts, and connections that the stage does not use */
  constructor(private readonly database: Pick<Database, "query">) {}

  start(): void {
    this.#timer = setTimeout(() => void this.#probe(), INTERVAL_MS).unref();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  read(): PartReading {
    return { progressAt: this.#progressAt, limitMs: LIMIT_MS, blocked: this.#blocked };
  }

  async #probe(): Promise<void> {
    try {
      await this.database.query("select 1");
      this.#blocked = null;
    } catch (error) {
      const since = this.#blocked?.since ?? now();
      this.#blocked = {
        code: codeOf(error),
        reason: `the database does not respond: ${reasonOf(error)}`,
        since,
      };
    }
    this.#progressAt = now();
    if (!this.#stopped) this.start();
  }
}
