import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

const COUNTED = `
  create temp table work_collaborations on commit drop as
  select pairs.artist_a, pairs.artist_b,
    sum(credit_usage.recordings)::integer as weight, min(credit_usage.first_recording) as first_recording
  from (select distinct artist_a, artist_b from work_pairs) as pairs
  left join credit_pairs using (artist_a, artist_b)
  left join credit_usage using (artist_credit)
  group by pairs.artist_a, pairs.artist_b`;

const CHANGED = `
  create temp table changed_collaborations on commit drop as
  select counted.*, known.weight is not null as known
  from work_collaborations as counted left join artist_collaborations as known using (artist_a, artist_b)
  where (counted.weight, counted.first_recording) is distinct from (known.weight, known.first_recording)`;

const DELETE_GONE = `
  delete from artist_collaborations as known using changed_collaborations as changed
  where changed.weight is null and known.artist_a = changed.artist_a and known.artist_b = changed.artist_b`;

const UPSERT = `
  insert into artist_collaborations (artist_a, artist_b, weight, first_recording)
  select artist_a, artist_b, weight, first_recording from changed_collaborations where weight is not null
  order by artist_a, artist_b
  on conflict (artist_a, artist_b) do update
  set weight = excluded.weight, first_recording = excluded.first_recording`;

/** A pair as it is now; no weight means that they are no longer credited together. */
export interface ChangedCollaboration {
  readonly artist_a: string;
  readonly artist_b: string;
  readonly weight: number | null;
  readonly first_recording: number | null;
}

/** Keeps `artist_collaborations`; leaves what changed in `changed_collaborations`. */
@Injectable()
export class CollaborationsRepository {
  /** Needs `work_pairs`. Returns by how many the collaborations grew. */
  async derive(transaction: Transaction): Promise<number> {
    await transaction.query(COUNTED);
    await transaction.query("analyze work_collaborations");
    await transaction.query(CHANGED);
    await transaction.query("analyze changed_collaborations");
    await transaction.query(DELETE_GONE);
    await transaction.query(UPSERT);
    const [row] = await transaction.query<{ growth: number }>(
      `select count(*) filter (where not known) - count(*) filter (where weight is null) as growth
       from changed_collaborations`,
    );
    return row!.growth;
  }

  /** What changed, in key order. */
  changed(transaction: Transaction): AsyncIterable<ChangedCollaboration> {
    return transaction.stream(
      "select artist_a, artist_b, weight, first_recording from changed_collaborations order by artist_a, artist_b",
    );
  }
}
