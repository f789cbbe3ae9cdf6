import type { LinkModel } from "@interlude/core-links";
import type { Queries } from "@interlude/infra-checks";

/** The link model that scoring works with and the probability that its candidates reach. */
interface ModelInUse {
  readonly model: LinkModel;
  /** null while the model reaches no operating point: there are no candidates then. */
  readonly threshold: number | null;
}

/** The model that scoring works with, or null before its first training. */
export async function modelInUse(operator: Queries): Promise<ModelInUse | null> {
  const [row] = await operator.query<ModelInUse>(
    `select model, decision_threshold as threshold
     from scoring.models join scoring.scoring_state using (model_id)`,
  );
  return row ?? null;
}
