import type { WithdrawalReason } from "@interlude/contracts";
import { sigmoid } from "@interlude/core-links";
import type { Queries } from "@interlude/infra-checks";
import type { PairStatus } from "../pairs/pair-transition.js";

/** A scored pair as it is exported. */
export interface ScoredPairRow {
  readonly artistA: string;
  readonly artistB: string;
  readonly status: PairStatus;
  /** Null if there was nothing to score; of a known pair with the edge between the two hidden. */
  readonly probability: number | null;
  readonly logit: number | null;
  readonly modelId: string | null;
  /** When the row last changed. */
  readonly graphVersion: number;
  readonly epoch: number;
  readonly packetSequence: number;
  /** When the pair became a candidate; null if it never was one. */
  readonly firstSeenEpoch: number | null;
  readonly firstSeenSequence: number | null;
  readonly firstSeenAt: number | null;
  readonly withdrawalReason: WithdrawalReason | null;
}

/** Every scored pair, in the order of the MBIDs, as of one moment. */
export async function* scoredPairs(operator: Queries): AsyncGenerator<ScoredPairRow> {
  for await (const row of operator.stream<Omit<ScoredPairRow, "probability">>(
    `select artist_a as "artistA", artist_b as "artistB", status, logit, model_id as "modelId",
       graph_version as "graphVersion", epoch, sequence as "packetSequence", first_seen_epoch as "firstSeenEpoch",
       first_seen_sequence as "firstSeenSequence", first_seen_at as "firstSeenAt",
       withdrawn_reason as "withdrawalReason"
     from scoring.scored_pairs order by artist_a, artist_b`,
  )) {
    const { artistA, artistB, status, logit, ...rest } = row;
    const probability = logit === null ? null : sigmoid(logit);
    yield { artistA, artistB, status, probability, logit, ...rest };
  }
}
