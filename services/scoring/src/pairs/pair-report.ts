import { StatusReporter } from "@interlude/infra-runtime";
import { StageMetrics } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import type { PairTotals } from "./pair-totals.repository.js";

/** Says how many scored pairs there are, in the status and in metrics. */
@Injectable()
export class PairReport {
  readonly #pairs;
  readonly #flickers;

  constructor(
    private readonly status: StatusReporter,
    metrics: StageMetrics,
  ) {
    this.#pairs = metrics.gauge(
      "interlude_scored_pairs",
      "Scored pairs: known, candidates, and those that were last withdrawn for each reason",
      ["status"],
    );
    this.#flickers = metrics.gauge(
      "interlude_candidate_flickers",
      "How often a candidate that had fallen below the threshold came back within ten packets",
    );
  }

  update({ known, candidates, withdrawn, flickers }: PairTotals): void {
    this.#set("known", known);
    this.#set("candidates", candidates);
    for (const [reason, pairs] of withdrawn) this.#set(`withdrawn (${reason})`, pairs);
    this.status.setTotal("back within ten packets", flickers);
    this.#flickers.set(flickers);
  }

  #set(status: string, pairs: number): void {
    this.status.setTotal(status, pairs);
    this.#pairs.set({ status }, pairs);
  }
}
