import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { tableGrowth } from "./table-growth.js";

const DISTINCT_PAIRS = `
  create temp table work_distinct_pairs on commit drop as select distinct artist_a, artist_b from work_pairs`;

/** Recordings that credit both, and those that one performs on beside: no recording is in both. */
const COUNTED = `
  create temp table work_collaborations on commit drop as
  with credits as (
    select artist_a, artist_b, sum(credit_usage.recordings) as recordings, min(credit_usage.first_recording) as first
    from work_distinct_pairs
    join credit_pairs using (artist_a, artist_b)
    join credit_usage using (artist_credit)
    group by artist_a, artist_b
  ),
  edges as (
    select artist_a, artist_b, count(*) as recordings, min(id) as first
    from work_distinct_pairs join relationship_pairs using (artist_a, artist_b)
    where origin = 'e' group by artist_a, artist_b
  ),
  kinds as (
    select artist_a, artist_b, array_agg(kind order by kind) as kinds
    from work_distinct_pairs join relationship_evidence using (artist_a, artist_b)
    group by artist_a, artist_b
  )
  select artist_a, artist_b,
    nullif(coalesce(credits.recordings, 0) + coalesce(edges.recordings, 0), 0)::integer as weight,
    least(credits.first, edges.first) as first_recording, coalesce(kinds.kinds, '{}') as kinds
  from work_distinct_pairs
  left join credits using (artist_a, artist_b)
  left join edges using (artist_a, artist_b)
  left join kinds using (artist_a, artist_b)`;

const CHANGED = `
  create temp table changed_collaborations (
    artist_a uuid, artist_b uuid, weight integer, first_recording integer, kinds text[], known boolean
  ) on commit drop`;

const APPLY = `
  with merged as (
    merge into artist_collaborations as known
    using (select * from work_collaborations order by artist_a, artist_b) as counted
      on known.artist_a = counted.artist_a and known.artist_b = counted.artist_b
    when matched and counted.weight is null then delete
    when matched and (counted.weight, counted.first_recording, counted.kinds)
        is distinct from (known.weight, known.first_recording, known.kinds)
      then update set weight = counted.weight, first_recording = counted.first_recording, kinds = counted.kinds
    when not matched and counted.weight is not null
      then insert (artist_a, artist_b, weight, first_recording, kinds)
      values (counted.artist_a, counted.artist_b, counted.weight, counted.first_recording, counted.kinds)
    returning counted.*, merge_action() <> 'INSERT' as known
  )
  insert into changed_collaborations select * from merged`;

/** A pair as it is now; no weight means that they are no longer credited together. */
export interface ChangedCollaboration {
  readonly artist_a: string;
  readonly artist_b: string;
  readonly weight: number | null;
  readonly first_recording: number | null;
  /** Kinds of the relationships between the two, sorted. */
  readonly kinds: string[];
}

/** Keeps `artist_collaborations`; leaves what changed in `changed_collaborations`. */
@Injectable()
export class CollaborationsRepository {
  /** Needs `work_pairs`. Returns by how many the collaborations grew. */
  async derive(transaction: Transaction): Promise<number> {
    await transaction.run([
      DISTINCT_PAIRS,
      "analyze work_distinct_pairs",
      COUNTED,
      "analyze work_collaborations",
      CHANGED,
      APPLY,
    ]);
    return tableGrowth(transaction, "changed_collaborations", {
      added: "not known",
      deleted: "weight is null",
    });
  }

  /** What changed, in key order. */
  changed(transaction: Transaction): AsyncIterable<ChangedCollaboration> {
    return transaction.stream(
      `select artist_a, artist_b, weight, first_recording, kinds from changed_collaborations
       order by artist_a, artist_b`,
    );
  }
}
