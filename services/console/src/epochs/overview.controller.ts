import { ApiErrorFilter, QueryParameters, type QueryString } from "@interlude/infra-http/api";
import { Controller, Get, Query, UseFilters } from "@nestjs/common";
import type { IngestionState } from "../ingestion/ingestion-state.js";
import { IngestionStatusRepository } from "../ingestion/ingestion-status.repository.js";
import type { EpochSummary } from "./epoch-counts.js";
import { EpochsRepository } from "./epochs.repository.js";
import { type Totals, TotalsRepository } from "./totals.repository.js";

export interface Overview {
  readonly totals: Totals;
  readonly operatingPoints: readonly { readonly name: string; readonly candidates: number }[];
  /** Newest first; empty before the first epoch is complete. */
  readonly epochs: readonly EpochSummary[];
  /** The newest status of ingestion; null before the first. */
  readonly ingestion: IngestionState | null;
}

/** How much there is, what the newest packets changed, and what comes in. */
@Controller("api/overview")
@UseFilters(ApiErrorFilter)
export class OverviewController {
  constructor(
    private readonly totals: TotalsRepository,
    private readonly epochs: EpochsRepository,
    private readonly ingestion: IngestionStatusRepository,
  ) {}

  /** `epochs`: how many of the newest to list, 1 to 100. */
  @Get()
  async overview(@Query() query: QueryString): Promise<Overview> {
    const parameters = new QueryParameters(query, ["epochs"]);
    const epochs = parameters.integer("epochs", { default: 20, min: 1, max: 100 });
    return {
      totals: await this.totals.read(),
      operatingPoints: await this.totals.operatingPoints(),
      epochs: await this.epochs.newest(epochs),
      ingestion: await this.ingestion.read(),
    };
  }
}
