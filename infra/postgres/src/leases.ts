import { randomUUID } from "node:crypto";

/** A process that stops renewing is taken for dead after this. */
export const LEASE_MS = 20_000;
const RENEW_MS = 5_000;

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
  static async acquire(name: string, query: LeaseQuery): Promise<Lease | null> {
    const lease = new Lease(name, query);
    return (await lease.#take()) ? lease : null;
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
    this.#end();
    await this.query("delete from leases where name = $1 and holder = $2", [this.name, this.#holder]);
  }

  async #take(): Promise<boolean> {
    // A process that stands by looks several times a second: it writes nothing while the lease is another's.
    const text = `
      insert into leases (name, holder, expires_at)
      select $1, $2, ${EXPIRY}
      where not exists (select from leases where name = $1 and expires_at > clock_timestamp())
      on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
      where leases.expires_at <= clock_timestamp()
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
    else this.#end();
    return isOurs;
  }

  #end(): void {
    this.#heldUntil = 0;
    if (this.#renewing !== null) clearInterval(this.#renewing);
  }
}

const EXPIRY = `clock_timestamp() + interval '${LEASE_MS} milliseconds'`;
