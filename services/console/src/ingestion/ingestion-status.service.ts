import type { IngestionStatus } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import type { StreamRecord } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { IngestionStatusRepository } from "./ingestion-status.repository.js";

/** Keeps the newest status of ingestion. It is no change of the read model: no epoch counts it, no history has it. */
@Injectable()
export class IngestionStatusService {
  constructor(private readonly repository: IngestionStatusRepository) {}

  async stageStatus(
    records: readonly StreamRecord<IngestionStatus>[],
    { transaction }: Pick<PostgresContext, "transaction">,
  ): Promise<void> {
    const newest = records.at(-1)?.value ?? null;
    if (newest !== null) await this.repository.write(transaction, newest);
  }
}
