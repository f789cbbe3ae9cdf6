import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

const EVERY_CREDIT = `
  insert into credit_usage (artist_credit, recordings, first_recording)
  select artist_credit, count(*), min(id) from recordings where not deleted group by artist_credit`;

/** Recordings that count under another credit than they did, or no longer. */
const MOVED_RECORDINGS = `
  create temp table work_moved on commit drop as
  with standing as (
    select recordings.id, nullif(dirty.before, '')::integer as before,
      case when not recordings.deleted then recordings.artist_credit end as after
    from work_dirty as dirty join recordings on recordings.id = dirty.key::integer
    where dirty.kind = 'recording' and dirty.before is not null
  )
  select * from standing where before is distinct from after`;

/** Counted up and down: a credit with a hundred thousand recordings costs what one with two costs. */
const USED_CREDITS = `
  create temp table work_used on commit drop as
  with changes as (
    select before as artist_credit, -1 as change from work_moved where before is not null
    union all
    select after, 1 from work_moved where after is not null
  ),
  summed as (select artist_credit, sum(change) as change from changes group by artist_credit)
  select artist_credit, (coalesce(known.recordings, 0) + change)::integer as recordings
  from summed left join credit_usage as known using (artist_credit)`;

const DELETE_UNUSED = `
  delete from credit_usage using work_used as work
  where credit_usage.artist_credit = work.artist_credit and work.recordings = 0`;

/** Nearly all are there already; an update of them is cheaper than an insert that finds them. */
const UPDATE_USED = `
  with counted as materialized (
    select artist_credit, work.recordings,
      (select min(id) from recordings where recordings.artist_credit = work.artist_credit and not deleted) as first
    from work_used as work where work.recordings <> 0
  ),
  known as (
    update credit_usage as known set recordings = counted.recordings, first_recording = counted.first
    from counted where known.artist_credit = counted.artist_credit
    returning known.artist_credit
  )
  insert into credit_usage (artist_credit, recordings, first_recording)
  select artist_credit, recordings, first from counted
  where not exists (select from known where known.artist_credit = counted.artist_credit)`;

const EVERYTHING = [
  EVERY_CREDIT,
  "create temp table work_used (artist_credit integer, recordings integer) on commit drop",
];

const CHANGES = [
  MOVED_RECORDINGS,
  "analyze work_moved",
  USED_CREDITS,
  "analyze work_used",
  DELETE_UNUSED,
  UPDATE_USED,
];

/** Keeps `credit_usage`; leaves the credits whose usage changed in `work_used`. */
@Injectable()
export class CreditUsageRepository {
  async derive(transaction: Transaction, untouched: boolean): Promise<void> {
    await transaction.run(untouched ? EVERYTHING : CHANGES);
  }
}
