import { allCandidates, candidateRecord, worldOf } from "@interlude/core-links";
import type { Database } from "@interlude/infra-postgres";
import { model } from "./fixed-training.js";
import type { GraphStage } from "./graph-stage.js";

/** The candidates on a graph, by pair, without names: computed at once, with the threshold that is in use. */
export async function expectedCandidates(
  database: Database,
  stage: GraphStage,
): Promise<Map<string, object>> {
  const [state] = await database.query<{ threshold: number }>(
    "select decision_threshold as threshold from scoring_state",
  );
  const found = allCandidates(worldOf(stage.graph, model.asOf), model, state!.threshold);
  return new Map(
    found.map((candidate) => {
      const record = candidateRecord(candidate, model, () => "");
      return [`${record.artistA}:${record.artistB}`, record];
    }),
  );
}
