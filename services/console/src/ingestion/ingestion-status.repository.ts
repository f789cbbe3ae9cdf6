import type { IngestionStatus } from "@interlude/contracts";
import { Database, type Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { type IngestionState, ingestionState } from "./ingestion-state.js";

/** The newest status of ingestion. */
@Injectable()
export class IngestionStatusRepository {
  constructor(private readonly database: Database) {}

  async write(transaction: Transaction, status: IngestionStatus): Promise<void> {
    await transaction.query(
      `insert into ingestion_status (body) values ($1::jsonb)
       on conflict (only_row) do update set body = excluded.body`,
      [JSON.stringify(status)],
    );
  }

  /** Null before the first. */
  async read(): Promise<IngestionState | null> {
    const [row] = await this.database.query<{ body: IngestionStatus }>("select body from ingestion_status");
    return row === undefined ? null : ingestionState(row.body);
  }
}
