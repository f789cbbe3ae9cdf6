import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

const EVERY_CREDIT = `
  insert into credit_usage (artist_credit, recordings, first_recording)
  select applied_credit, count(*), min(id) from recordings where applied_credit is not null group by applied_credit`;

/** Recordings that count under another credit than they did, or no longer. */
const MOVED_RECORDINGS = `
  create temp table work_moved on commit drop as
  with touched as (select distinct key::integer as id from dirty where kind = 'recording'),
  standing as (
    select id, applied_credit as before, case when not deleted then artist_credit end as after
    from recordings join touched using (id)
  )
  select * from standing where before is distinct from after`;

const APPLY = `
  update recordings set applied_credit = work.after from work_moved as work where recordings.id = work.id`;

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

const UPDATE_USED = `
  insert into credit_usage (artist_credit, recordings, first_recording)
  select artist_credit, work.recordings,
    (select min(id) from recordings where applied_credit = work.artist_credit)
  from work_used as work where work.recordings <> 0
  on conflict (artist_credit) do update
  set recordings = excluded.recordings, first_recording = excluded.first_recording`;

/** Keeps `credit_usage`; leaves the credits whose usage changed in `work_used`. */
@Injectable()
export class CreditUsageRepository {
  async derive(transaction: Transaction, untouched: boolean): Promise<void> {
    if (untouched) {
      await transaction.query(EVERY_CREDIT);
      await transaction.query(
        "create temp table work_used (artist_credit integer, recordings integer) on commit drop",
      );
      return;
    }
    await transaction.query(MOVED_RECORDINGS);
    await transaction.query("analyze work_moved");
    await transaction.query(APPLY);
    await transaction.query(USED_CREDITS);
    await transaction.query("analyze work_used");
    await transaction.query(DELETE_UNUSED);
    await transaction.query(UPDATE_USED);
  }
}
