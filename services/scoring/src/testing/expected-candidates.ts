import {
  type LinkModel,
  allCandidates,
  candidateRecord,
  lowestProbability,
  reaches,
  worldOf,
} from "@interlude/core-links";
import type { Database } from "@interlude/infra-postgres";
import { model } from "./fixed-training.js";
import type { GraphStage } from "./graph-stage.js";

/**
 * The candidates on a graph, by pair, without names: computed at once, with the threshold that is in use. Those within the
 * margin of hysteresis are expected where they are among the `published` ones.
 */
export async function expectedCandidates(
  database: Database,
  stage: GraphStage,
  published: ReadonlyMap<string, object>,
  current: LinkModel = model,
): Promise<Map<string, object>> {
  const [state] = await database.query<{ threshold: number | null }>(
    "select decision_threshold as threshold from scoring_state",
  );
  const threshold = state!.threshold ?? Infinity;
  const found = allCandidates(
    worldOf(stage.graph, current.asOf, null),
    current,
    lowestProbability(threshold),
  );
  const context = { model: current, threshold, nameOf: () => "", isAccepted: false };
  return new Map(
    found
      .filter(({ artistA, artistB, logit }) => {
        return reaches(logit, threshold) || published.has(`${artistA}:${artistB}`);
      })
      .map((candidate) => {
        const record = candidateRecord(candidate, context);
        return [`${record.artistA}:${record.artistB}`, record];
      }),
  );
}
