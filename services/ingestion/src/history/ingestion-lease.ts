import { Database, Lease } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { IngestionError } from "../ingestion-error.js";

const LEASE = "ingestion";
const LOOK_MS = 1_000;

/**
 * The right to ingest, which one process of the database has at a time. One that was taken for dead, and wakes, learns here
 * that it was overtaken; that it writes nothing before it does is for the log to see to.
 */
@Injectable()
export class IngestionLease {
  #lease: Lease | null = null;
  #looking: NodeJS.Timeout | null = null;

  constructor(private readonly database: Database) {}

  /** Takes the right if no other process has it. */
  async acquire(): Promise<boolean> {
    this.#lease = await Lease.acquire(LEASE, (text, values) => this.database.query(text, values));
    return this.#lease !== null;
  }

  /** @throws IngestionError `LEASE_LOST` if another process has the right */
  async confirm(): Promise<void> {
    if ((await this.#lease?.renew()) !== true) throw lost();
  }

  /** Rejects once another process has the right. While the database is away none can take it. */
  overtaken(): Promise<never> {
    return new Promise((_, reject) => {
      this.#looking = setInterval(() => {
        if (this.#lease?.isHeld !== false) return;
        this.confirm().catch((error: unknown) => {
          if (error instanceof IngestionError) reject(error);
        });
      }, LOOK_MS).unref();
    });
  }

  /** Lets another process have it at once; if that fails, it can soon. */
  async release(): Promise<void> {
    clearInterval(this.#looking ?? undefined);
    const lease = this.#lease;
    this.#lease = null;
    await lease?.release().catch(() => undefined);
  }
}

function lost(): IngestionError {
  return new IngestionError(
    "LEASE_LOST",
    "another ingestion process took over: this one did not renew its lease in time, as if it had been stopped",
    { fault: "final" },
  );
}
