import type { IngestionStatus } from "@interlude/contracts";
import { Database, type Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { type IngestionState, ingestionState } from "./ingestion-state.js";

/** Keeps the last that ingestion said of what it does. */
@Injectable()
export class IngestionStatusStore {
  constructor(private readonly database: Database) {}

  async write(transaction: Transaction, status: IngestionStatus): Promise<void> {
    await transaction.query(
      `insert into ingestion_status (body) values ($1::jsonb)
       on conflict (only_row) do update set body = excluded.body`,
      [JSON.stringify(status)],
    );
  }

  /** Null before it said anything. */
  async read(): Promise<IngestionState | null> {
    const [row] = await this.database.query<{ body: IngestionStatus }>("select body from ingestion_status");
    return row === undefined ? null : ingestionState(row.body);
  }
}
