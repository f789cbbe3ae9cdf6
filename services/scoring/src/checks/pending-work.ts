import type { Queries } from "@interlude/infra-checks";

/** What scoring has left to do without another epoch, in words; empty if nothing. */
export async function pendingScoring(operator: Queries): Promise<string[]> {
  const [rescoring] = await operator.query<{ done: number; total: number }>(
    "select done, total from scoring.rescoring",
  );
  if (rescoring === undefined) return [];
  return [`scoring has scored the pairs of ${rescoring.done} of ${rescoring.total} artists anew`];
}
