import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

const EVERY_CREDIT = `
  insert into credit_usage (artist_credit, recordings, first_recording)
  select artist_credit, count(*), min(id) from recording where not deleted group by artist_credit`;

/** Recordings that count under another credit than they did, or no longer, by their marks. */
const MOVED_RECORDINGS = `
  create temp table work_moved_recordings on commit drop as
  select key::integer as id, nullif(before, '')::integer as before, nullif(after, '')::integer as after
  from work_dirty where kind = 'recording' and before <> after`;

/** Counted up and down: a credit with a hundred thousand recordings costs what one with two costs. */
const USAGE_DELTAS = `
  create temp table work_usage_deltas on commit drop as
  with changes as (
    select before as artist_credit, -1 as change, id as lost_recording, null::integer as gained_recording from work_moved_recordings
    where before is not null
    union all
    select after, 1, null, id from work_moved_recordings where after is not null
  )
  select artist_credit, sum(change)::integer as change, min(lost_recording) as first_lost, min(gained_recording) as first_gained
  from changes group by artist_credit`;

/** Only a credit that loses its first recording looks for the next. */
const APPLY = `
  merge into credit_usage as known
  using (select * from work_usage_deltas order by artist_credit) as work on work.artist_credit = known.artist_credit
  when matched and known.recordings + work.change = 0 then delete
  when matched then update set
    recordings = known.recordings + work.change,
    first_recording = case when work.first_lost = known.first_recording
      then (select min(id) from recording where recording.artist_credit = work.artist_credit and not deleted)
      else least(known.first_recording, work.first_gained)
    end
  when not matched then insert (artist_credit, recordings, first_recording)
    values (work.artist_credit, work.change, work.first_gained)`;

const EVERYTHING = [
  EVERY_CREDIT,
  "create temp table work_usage_deltas (artist_credit integer) on commit drop",
];

const CHANGES = [
  MOVED_RECORDINGS,
  "analyze work_moved_recordings",
  USAGE_DELTAS,
  "analyze work_usage_deltas",
  APPLY,
];

/** Keeps `credit_usage`; leaves the credits whose usage changed in `work_usage_deltas`. */
@Injectable()
export class CreditUsageRepository {
  async derive(transaction: Transaction, isFirst: boolean): Promise<void> {
    await transaction.run(isFirst ? EVERYTHING : CHANGES);
  }
}
