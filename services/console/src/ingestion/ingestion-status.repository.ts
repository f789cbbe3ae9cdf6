import type { IngestionStatus } from "@interlude/contracts";
import type { Database, Transaction } from "@interlude/infra-postgres";
import { QUERY_DATABASE } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import { type IngestionState, ingestionState } from "./ingestion-state.js";

/** The newest status of ingestion. */
@Injectable()
export class IngestionStatusRepository {
  constructor(@Inject(QUERY_DATABASE) private readonly database: Database) {}

  async write(transaction: Transaction, status: IngestionStatus): Promise<void> {
    await transaction.query(
      `insert into ingestion_status (body) values ($1::jsonb)
       on conflict (only_row) do update set body = excluded.body`,
      [JSON.stringify(status)],
    );
  }

  /** Null before the first. */
  async read(): Promise<IngestionState | null> {
    // What was written before there were omissions has none.
    const [row] = await this.database.query<{ body: IngestionStatus }>(
      `select '{"omissions": []}'::jsonb || body as body from ingestion_status`,
    );
    return row === undefined ? null : ingestionState(row.body);
  }
}
