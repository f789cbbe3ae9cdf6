import { randomUUID } from "node:crypto";

/** A process that stops renewing is taken for dead after this. */
export const LEASE_MS = 20_000;
const RENEW_MS = 5_000;

interface LeaseOptions {
  /** Whether the statements run on one connection, with which the lease ends at once: so a process that was killed lets go. */
  readonly endsWithConnection?: boolean;
}

/** Runs a statement in the schema whose table `leases` it is. */
export type LeaseQuery = (text: string, values: readonly unknown[]) => Promise<readonly unknown[]>;

/**
 * Work that one process does at a time, until it releases its lease or stops renewing it. Times are the database's, so
 * clocks need not agree. A process that was paused may go on for a moment after another has the lease: what it does
 * must be refused by where it does it.
 */
export class Lease {
  readonly #holder = randomUUID();
  #heldUntil = 0;
  #renewing: NodeJS.Timeout | null = null;

  private constructor(
    private readonly name: string,
    private readonly query: LeaseQuery,
  ) {}

  /** Takes the lease if no other process has it, and renews it from then on; null if one has. */
  static async acquire(name: string, query: LeaseQuery, options: LeaseOptions = {}): Promise<Lease | null> {
    const lease = new Lease(name, query);
    return (await lease.#take(options)) ? lease : null;
  }

  /** False once it was not renewed in time: another process may have it. */
  get isHeld(): boolean {
    return performance.now() < this.#heldUntil;
  }

  /** Renews it now; false if another process has it. */
  async renew(): Promise<boolean> {
    const text = `update leases set expires_at = ${EXPIRY} where name = $1 and holder = $2 returning name`;
    return this.#extend(text);
  }

  /** Lets another process have it at once. */
  async release(): Promise<void> {
    this.abandon();
    await this.query("delete from leases where name = $1 and holder = $2", [this.name, this.#holder]);
  }

  async #take({ endsWithConnection = false }: LeaseOptions): Promise<boolean> {
    const connection = endsWithConnection ? "pg_backend_pid()" : "null";
    // A process that stands by looks several times a second: it writes nothing while the lease is another's.
    const text = `
      insert into leases (name, holder, expires_at, backend_pid, backend_start)
      select $1, $2, ${EXPIRY}, backend_pid, (select backend_start from pg_stat_activity where pid = backend_pid)
      from (select ${connection}::integer as backend_pid) as mine
      where not exists (select from leases where name = $1 and not (${IS_OVER}))
      on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at,
        backend_pid = excluded.backend_pid, backend_start = excluded.backend_start
      where ${IS_OVER}
      returning name`;
    if (!(await this.#extend(text))) return false;
    // If it fails it is tried again; in the end the time is over.
    this.#renewing = setInterval(() => void this.renew().catch(() => {}), RENEW_MS);
    this.#renewing.unref();
    return true;
  }

  async #extend(text: string): Promise<boolean> {
    const asked = performance.now();
    const isOurs = (await this.query(text, [this.name, this.#holder])).length > 0;
    if (isOurs) this.#heldUntil = asked + LEASE_MS;
    else this.abandon();
    return isOurs;
  }

  /** Stops renewing it, where it cannot be released: another process may have it when its time is over. */
  abandon(): void {
    this.#heldUntil = 0;
    if (this.#renewing !== null) clearInterval(this.#renewing);
  }
}

const IS_OVER = `leases.expires_at <= clock_timestamp() or leases.backend_pid is not null and not exists (
  select from pg_stat_activity
  where pid = leases.backend_pid and backend_start = leases.backend_start)`;
const EXPIRY = `clock_timestamp() + interval '${LEASE_MS} milliseconds'`;
