import type { Rule } from "@interlude/infra-checks";

/** What `interlude validate` demands of scoring's tables. */
export const scoringRules: readonly Rule[] = [
  {
    name: "candidates-are-new",
    description: "no candidate is a pair that is known to have recorded together",
    severity: "error",
    check: `
      select format('%s:%s', artist_a, artist_b) as broken
      from scoring.scored_pairs join scoring.edges using (artist_a, artist_b) where status = 'CANDIDATE'`,
  },
  {
    name: "rejected-pairs-hidden",
    description: "no candidate is a pair that a reader rejected, unless its evidence has risen since",
    severity: "error",
    check: `
      select format('%s:%s', artist_a, artist_b) as broken
      from scoring.scored_pairs pair join scoring.feedback using (artist_a, artist_b)
      where status = 'CANDIDATE' and verdict = 'rejected' and until_epoch is null
        and pair.logit - feedback.logit < ln(2::double precision)
        and pair.common_neighbours <= feedback.common_neighbours`,
  },
  {
    name: "known-pairs-scored",
    description: "every edge is a known scored pair: the recall of known collaborations is 1.0",
    severity: "error",
    check: `
      select format('%s:%s', artist_a, artist_b) as broken
      from scoring.edges left join scoring.scored_pairs using (artist_a, artist_b)
      where status is distinct from 'KNOWN'`,
  },
  {
    name: "known-pairs-are-edges",
    description: "no scored pair is known without an edge",
    severity: "error",
    check: `
      select format('%s:%s', artist_a, artist_b) as broken
      from scoring.scored_pairs left join scoring.edges using (artist_a, artist_b)
      where status = 'KNOWN' and edges.artist_a is null`,
  },
  {
    name: "scored-pairs-have-models",
    description: "the model of every score is stored",
    severity: "error",
    check: `
      select format('%s:%s by %s', artist_a, artist_b, model_id) as broken
      from scoring.scored_pairs left join scoring.models using (model_id)
      where model_id is not null and models.model_id is null`,
  },
  {
    name: "scored-pairs-counted",
    description: "the totals of scored pairs are what there are",
    severity: "error",
    check: `
      select format('%s %s: %s, counted %s', status, withdrawn_reason, coalesce(totals.pairs, 0),
        coalesce(counted.pairs, 0)) as broken
      from scoring.scored_pair_totals totals
      full join (
        select status, coalesce(withdrawn_reason, '') as withdrawn_reason, count(*) as pairs
        from scoring.scored_pairs group by 1, 2
      ) counted using (status, withdrawn_reason)
      where coalesce(totals.pairs, 0) <> coalesce(counted.pairs, 0)`,
  },
];
