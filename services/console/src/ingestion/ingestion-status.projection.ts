import type { IngestionStatus } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import type { StreamRecord } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { IngestionStatusStore } from "./ingestion-status.store.js";

/** Keeps the newest of what ingestion says. It is no change of the read model: no epoch counts it, no history has it. */
@Injectable()
export class IngestionStatusProjection {
  constructor(private readonly store: IngestionStatusStore) {}

  async apply(
    records: readonly StreamRecord<IngestionStatus>[],
    { transaction }: Pick<PostgresContext, "transaction">,
  ): Promise<void> {
    const newest = records.at(-1)?.value ?? null;
    if (newest !== null) await this.store.write(transaction, newest);
  }
}
