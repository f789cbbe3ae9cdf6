import type { Queries } from "@interlude/infra-checks";

/** What generation has left to do without another epoch, in words; empty if nothing. */
export async function pendingGeneration(operator: Queries): Promise<string[]> {
  const [row] = await operator.query<{ pending: boolean }>(
    `select exists (select from generation.touched_candidates)
       and not exists (select from generation.touched_artists) as pending`,
  );
  return row!.pending ? ["generation renews tracks"] : [];
}
