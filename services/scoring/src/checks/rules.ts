import type { Rule } from "@interlude/infra-checks";

/** What `interlude validate` demands of scoring's tables. */
export const scoringRules: readonly Rule[] = [
  {
    name: "candidates-are-new",
    description: "no candidate is a pair that is known to have recorded together",
    severity: "error",
    check: `
      select format('%s:%s', artist_a, artist_b) as broken
      from scoring.candidates join scoring.edges using (artist_a, artist_b)`,
  },
];
