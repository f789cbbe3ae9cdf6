import type { Transaction } from "@interlude/infra-postgres";
import { MAX_REPLAYED, type ReplayOutcome } from "./dead-letter.js";

/** Has an epoch read the letters again that are requested; if it took some before a crash, those alone. */
export async function takeRequestedLetters(transaction: Transaction, epoch: number): Promise<void> {
  await transaction.query(
    `update dead_letters set replay_epoch = $1
     where id in (select id from dead_letters where status = 'requested' order by id limit $2)
       and not exists (select from dead_letters where replay_epoch = $1)`,
    [epoch, MAX_REPLAYED],
  );
}

/** Notes what came of letters that an epoch has read again: settled, or open with the reason of today. */
export async function settleLetters(
  transaction: Transaction,
  { replayed, rejected }: ReplayOutcome,
): Promise<void> {
  await transaction.query(
    `update dead_letters set status = 'replayed', settled_at = now(), replay_epoch = null
     where id = any($1::bigint[])`,
    [replayed],
  );
  await transaction.query(
    `update dead_letters set status = 'open', code = now.code, reason = now.reason, replay_epoch = null
     from unnest($1::bigint[], $2::text[], $3::text[]) as now (id, code, reason)
     where dead_letters.id = now.id`,
    [rejected.map(({ id }) => id), rejected.map(({ code }) => code), rejected.map(({ reason }) => reason)],
  );
}

/**
 * A dump has everything that MusicBrainz held: after it, rows that came before it must not be read again. Nor what could
 * not be read when the epoch was tried with a damaged file, which was replaced. Nor what could not be read of a file of
 * features that was published again under its name: this epoch has read all of it.
 * @param rejected places of what could not be read in the end
 */
export async function supersedeLetters(
  transaction: Transaction,
  epoch: number,
  rejected: readonly number[],
): Promise<void> {
  await transaction.query(
    `update dead_letters set status = 'superseded', settled_at = now()
     where epoch = $1 and status in ('open', 'requested') and place <> all($2::bigint[])`,
    [epoch, rejected],
  );
  await transaction.query(
    `update dead_letters set status = 'superseded', settled_at = now()
     where status in ('open', 'requested') and epoch < $1
       and file in (select file from epoch_files where epoch = $1 and kind = 'features')`,
    [epoch],
  );
  await transaction.query(
    `update dead_letters set status = 'superseded', settled_at = now()
     where status in ('open', 'requested') and epoch < $1 and headers ->> 'reader' in ('dump', 'packet')
       and exists (select from epochs where epoch = $1 and kind = 'dump')`,
    [epoch],
  );
}
