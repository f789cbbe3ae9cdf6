import type { Queries } from "@interlude/infra-checks";

/** Its name among ingestion's leases. */
const HOLD = "hold";

/** The longest that a reader may hold the stream back, and that ingestion lets itself be held back, at one marker. */
export const MOST_HOLD_MS = 10_000;

/**
 * Asks ingestion to begin no epoch for a while. It ends by the database's clock, whatever becomes of the one that asked: a
 * process that was stopped or killed holds nothing back for longer.
 * @param operator sees ingestion's schema
 * @param holder a new UUID, to release it with
 * @returns false while another reader holds the stream back
 */
export async function holdEpochs(operator: Queries, holder: string): Promise<boolean> {
  const held = await operator.query(
    `insert into ingestion.leases (name, holder, expires_at)
     values ('${HOLD}', $1, clock_timestamp() + $2 * interval '1 millisecond')
     on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
     where leases.expires_at <= clock_timestamp() returning name`,
    [holder, MOST_HOLD_MS],
  );
  return held.length > 0;
}

/** Lets the stream go on. */
export async function releaseEpochs(operator: Queries, holder: string): Promise<void> {
  await operator.query(`delete from ingestion.leases where name = '${HOLD}' and holder = $1`, [holder]);
}

/** Whether a reader holds the stream back. */
export async function areEpochsHeld(own: Pick<Queries, "query">): Promise<boolean> {
  const [row] = await own.query<{ held: boolean }>(
    `select exists (select from leases where name = '${HOLD}' and expires_at > clock_timestamp()) as held`,
  );
  return row!.held;
}

/** The newest epoch of ingestion. */
export interface NewestEpoch {
  readonly epoch: number;
  /** Replication sequence; 0 for an epoch that has none. */
  readonly sequence: number;
  readonly kind: string;
  readonly isOpen: boolean;
}

/** The newest epoch that ingestion has begun; null before the first. */
export async function newestEpoch(operator: Queries): Promise<NewestEpoch | null> {
  const [row] = await operator.query<NewestEpoch>(
    `select epoch, coalesce(sequence, 0) as sequence, kind, state = 'started' as "isOpen"
     from ingestion.epochs order by epoch desc limit 1`,
  );
  return row ?? null;
}
