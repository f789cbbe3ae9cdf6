import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

const EVERY_CREDIT = `
  insert into credit_usage (artist_credit, recordings, first_recording)
  select artist_credit, count(*), min(id) from recording where not deleted group by artist_credit`;

/** Recordings that count under another credit than they did, or no longer: their marks say it. */
const MOVED_RECORDINGS = `
  create temp table work_moved on commit drop as
  select key::integer as id, nullif(before, '')::integer as before, nullif(after, '')::integer as after
  from work_dirty where kind = 'recording' and before <> after`;

/** Counted up and down: a credit with a hundred thousand recordings costs what one with two costs. */
const USED_CREDITS = `
  create temp table work_used on commit drop as
  with changes as (
    select before as artist_credit, -1 as change, id as lost, null::integer as won from work_moved
    where before is not null
    union all
    select after, 1, null, id from work_moved where after is not null
  )
  select artist_credit, sum(change)::integer as change, min(lost) as lost, min(won) as won
  from changes group by artist_credit`;

/** Only who loses its first recording looks for the next. */
const APPLY = `
  merge into credit_usage as known
  using (select * from work_used order by artist_credit) as work on work.artist_credit = known.artist_credit
  when matched and known.recordings + work.change = 0 then delete
  when matched then update set
    recordings = known.recordings + work.change,
    first_recording = case when work.lost = known.first_recording
      then (select min(id) from recording where recording.artist_credit = work.artist_credit and not deleted)
      else least(known.first_recording, work.won)
    end
  when not matched then insert (artist_credit, recordings, first_recording)
    values (work.artist_credit, work.change, work.won)`;

const EVERYTHING = [EVERY_CREDIT, "create temp table work_used (artist_credit integer) on commit drop"];

const CHANGES = [MOVED_RECORDINGS, "analyze work_moved", USED_CREDITS, "analyze work_used", APPLY];

/** Keeps `credit_usage`; leaves the credits whose usage changed in `work_used`. */
@Injectable()
export class CreditUsageRepository {
  async derive(transaction: Transaction, untouched: boolean): Promise<void> {
    await transaction.run(untouched ? EVERYTHING : CHANGES);
  }
}
