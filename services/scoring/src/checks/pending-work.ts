import type { Queries } from "@interlude/infra-checks";

/** What scoring has left to do without another epoch, in words; empty if nothing. */
export async function pendingScoring(operator: Queries): Promise<string[]> {
  const [rescoring] = await operator.query<{ done: number; total: number }>(
    "select done, total from scoring.rescoring",
  );
  // A training that takes over later waits for epochs, not for time.
  const [training] = await operator.query<{ epoch: number; state: string }>(
    `select epoch, state from scoring.trainings, scoring.stage_state
     where state in ('pending', 'fitted') and takes_over_at_epoch <= completed_epoch + 1`,
  );
  return [
    ...(rescoring === undefined
      ? []
      : [`scoring has scored the pairs of ${rescoring.done} of ${rescoring.total} artists anew`]),
    ...(training === undefined
      ? []
      : [`scoring has a ${training.state} training of a model as of epoch ${training.epoch}`]),
  ];
}
