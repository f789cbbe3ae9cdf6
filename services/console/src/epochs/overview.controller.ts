import { ApiErrorFilter, QueryParameters, type QueryString } from "@interlude/infra-http/api";
import { Controller, Get, Query, UseFilters } from "@nestjs/common";
import type { IngestionState } from "../ingestion/ingestion-state.js";
import { IngestionStatusStore } from "../ingestion/ingestion-status.store.js";
import type { EpochSummary } from "./epoch-counts.js";
import { EpochsStore } from "./epochs.store.js";
import { type Totals, TotalsStore } from "./totals.store.js";

export interface Overview {
  readonly totals: Totals;
  readonly operatingPoints: readonly { readonly name: string; readonly candidates: number }[];
  /** Newest first; empty before the first epoch is complete. */
  readonly epochs: readonly EpochSummary[];
  /** What ingestion said last of what it does; null before it said anything. */
  readonly ingestion: IngestionState | null;
}

/** How much there is, what the newest packets changed, and what comes in. */
@Controller("api/overview")
@UseFilters(ApiErrorFilter)
export class OverviewController {
  constructor(
    private readonly totals: TotalsStore,
    private readonly epochs: EpochsStore,
    private readonly ingestion: IngestionStatusStore,
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
