import type { WithdrawalReason } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { PairStatus, ScoredPair } from "./pair-transition.js";

/** What decides in which total a pair counts. */
export type Counted = Pick<ScoredPair, "status" | "withdrawn">;

/** How many scored pairs there are. */
export interface PairTotals {
  readonly known: number;
  readonly candidates: number;
  /** Pairs that were last withdrawn for a reason; collaborations that had been candidates among them. */
  readonly withdrawn: ReadonlyMap<WithdrawalReason, number>;
  /** Candidates that came back within ten packets after they had fallen below the threshold, ever. */
  readonly flickers: number;
}

/** By how much the totals change. */
export class PairTotalsChange {
  readonly #deltas = new Map<string, Counted & { by: number }>();
  flickers = 0;

  /** A pair is no longer counted as `before` but as `after`; null counts nowhere. */
  move(before: Counted | null, after: Counted | null): void {
    if (before !== null) this.#add(before, -1);
    if (after !== null) this.#add(after, 1);
  }

  /** What is not 0. */
  deltas(): (Counted & { readonly by: number })[] {
    return [...this.#deltas.values()].filter(({ by }) => by !== 0);
  }

  #add({ status, withdrawn }: Counted, by: number): void {
    const key = `${status} ${withdrawn ?? ""}`;
    const delta = this.#deltas.get(key);
    if (delta === undefined) this.#deltas.set(key, { status, withdrawn, by });
    else delta.by += by;
  }
}

/** How many scored pairs there are of each kind, kept as they change: to count them anew costs more than an epoch. */
@Injectable()
export class PairTotalsRepository {
  async add(transaction: Transaction, change: PairTotalsChange): Promise<void> {
    const deltas = change.deltas();
    if (deltas.length > 0) {
      await transaction.query(
        `insert into scored_pair_totals
         select * from unnest($1::text[], $2::text[], $3::bigint[])
         on conflict (status, withdrawn_reason) do update set pairs = scored_pair_totals.pairs + excluded.pairs`,
        [
          deltas.map(({ status }) => status),
          deltas.map(({ withdrawn }) => withdrawn ?? ""),
          deltas.map(({ by }) => by),
        ],
      );
    }
    if (change.flickers > 0) {
      await transaction.query("update scoring_state set flickers = flickers + $1", [change.flickers]);
    }
  }

  async read(transaction: Pick<Transaction, "query">): Promise<PairTotals> {
    const rows = await transaction.query<{
      status: PairStatus;
      reason: WithdrawalReason | "";
      pairs: number;
    }>("select status, withdrawn_reason as reason, pairs from scored_pair_totals");
    const [state] = await transaction.query<{ flickers: number }>("select flickers from scoring_state");
    const withdrawn = new Map<WithdrawalReason, number>();
    const sums = { KNOWN: 0, CANDIDATE: 0, WITHDRAWN: 0 };
    for (const { status, reason, pairs } of rows) {
      sums[status] += pairs;
      if (reason !== "") withdrawn.set(reason, (withdrawn.get(reason) ?? 0) + pairs);
    }
    return { known: sums.KNOWN, candidates: sums.CANDIDATE, withdrawn, flickers: state!.flickers };
  }
}
