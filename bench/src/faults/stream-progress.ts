import { setTimeout as sleep } from "node:timers/promises";
import { SERVICES } from "@interlude/contracts";
import type { Namespace } from "@interlude/infra-local";
import type { Database } from "@interlude/infra-postgres";

const POLL_MS = 200;
const QUERY_TIMEOUT_MS = 3_000;
const STAGES = SERVICES.filter((service) => service !== "ingestion");

const REACHED = STAGES.map(
  (stage) =>
    `(select '${stage}' as stage, completed_epoch as epoch, sequence,
        (select count(*) from ${stage}.outbox) as unsent
      from ${stage}.stage_state)`,
).join(" union all ");

interface StageRow {
  readonly stage: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly unsent: number;
}

/** How far a namespace's stages are, as their tables say; the database may be away meanwhile. */
export class StreamProgress {
  #database: Database | undefined;

  constructor(private readonly namespace: Namespace) {}

  /**
   * Resolves with null once every stage has completed the epoch of a packet and has sent what it caused, or else, once
   * the time is up, with what is missing.
   * @param sequence of the packet; 0 for the dump and the features that came with it
   */
  async until(sequence: number, timeoutMs: number): Promise<string | null> {
    const deadline = Date.now() + timeoutMs;
    let missing = "the database does not respond";
    while (Date.now() < deadline) {
      const rows = await this.#stages();
      if (rows !== null) {
        const late = rows.filter((row) => row.sequence < sequence || row.epoch === 0 || row.unsent > 0);
        if (late.length === 0 && rows.length === STAGES.length) return null;
        missing = late
          .map(
            ({ stage, epoch, sequence: at, unsent }) =>
              `${stage} at epoch ${epoch}, packet ${at}, ${unsent} unsent`,
          )
          .join("; ");
      }
      await sleep(POLL_MS);
    }
    return missing;
  }

  async close(): Promise<void> {
    const database = this.#database;
    this.#database = undefined;
    await Promise.race([database?.close().catch(() => undefined), sleep(QUERY_TIMEOUT_MS)]);
  }

  async #stages(): Promise<StageRow[] | null> {
    try {
      this.#database ??= this.namespace.openDatabase();
      const timeout = sleep(QUERY_TIMEOUT_MS, null, { ref: false });
      const rows = await Promise.race([this.#database.query<StageRow>(REACHED), timeout]);
      if (rows === null) await this.close();
      return rows;
    } catch {
      await this.close();
      return null;
    }
  }
}
