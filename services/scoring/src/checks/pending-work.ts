import type { Queries } from "@interlude/infra-checks";

/** How far scoring is where it scores all pairs anew, in words; null if it does not. */
export async function pendingRescoring(operator: Pick<Queries, "query">): Promise<string | null> {
  const [rescoring] = await operator.query<{ done: number; total: number }>(
    "select done, total from scoring.rescoring",
  );
  if (rescoring === undefined) return null;
  return `scoring has scored the pairs of ${rescoring.done} of ${rescoring.total} artists anew`;
}

/** What scoring has left to do without another epoch, in words; empty if nothing. */
export async function pendingScoring(operator: Queries): Promise<string[]> {
  const rescoring = await pendingRescoring(operator);
  // A training that takes over later waits for epochs, not for time.
  const [training] = await operator.query<{ epoch: number; state: string }>(
    `select epoch, state from scoring.trainings, scoring.stage_state
     where state in ('pending', 'fitted') and takes_over_at_epoch <= completed_epoch + 1`,
  );
  return [
    ...(rescoring === null ? [] : [rescoring]),
    ...(training === undefined
      ? []
      : [`scoring has a ${training.state} training of a model as of epoch ${training.epoch}`]),
  ];
}
