import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@interlude/infra-postgres";

const INTERVAL_MS = 40;
const APPLICATION = "interlude-normalization";
/** Of a statement's text, what tells it apart. */
const STATEMENT_LENGTH = 90;
const SHOWN_STATEMENTS = 12;

/** How long Postgres was seen working at a kind of statement. */
export interface StatementTime {
  readonly statement: string;
  readonly seconds: number;
}

interface Activity {
  readonly state: string | null;
  readonly query: string;
  readonly wait: string | null;
  readonly inTransactionSince: number | null;
}

interface Sample {
  readonly at: number;
  /** Epoch of the oldest record that waits in the outbox; null if none does. */
  readonly oldestWaiting: number | null;
  readonly sessions: readonly Activity[];
}

const SAMPLE = `
  select (extract(epoch from clock_timestamp()) * 1000)::float8 as at,
    (select (headers->>'interlude-epoch')::bigint from normalization.outbox order by id limit 1) as "oldestWaiting",
    (select coalesce(json_agg(json_build_object(
       'state', state, 'query', query,
       'wait', case when wait_event_type is not null then wait_event_type || '/' || wait_event end,
       'inTransactionSince', extract(epoch from xact_start) * 1000)), '[]')
     from pg_stat_activity where application_name = $1 and datname = current_database()) as sessions`;

/**
 * Looks at normalization's sessions and outbox from outside, some twenty times a second, while the service works: what
 * Postgres spends its time with, when the first transaction began, and when what an epoch caused had left.
 */
export class DatabaseWatch {
  readonly #statements = new Map<string, number>();
  readonly #samples: { at: number; oldestWaiting: number | null }[] = [];
  #firstTransaction: number | null = null;
  #ended = false;
  readonly #running: Promise<void>;

  constructor(private readonly database: Database) {
    this.#running = this.#run();
  }

  /** Unix time in milliseconds; null if none has been seen. */
  get firstTransactionAt(): number | null {
    return this.#firstTransaction;
  }

  /**
   * When the outbox was first seen without anything of an epoch that was complete by then; null if it has not been.
   */
  leftAt({ epoch, completedAt }: { epoch: number; completedAt: number }): number | null {
    const found = this.#samples.find(
      ({ at, oldestWaiting }) => at >= completedAt && (oldestWaiting === null || oldestWaiting > epoch),
    );
    return found?.at ?? null;
  }

  /** What was seen most, the service's own share beside it. */
  statementTimes(): StatementTime[] {
    return [...this.#statements]
      .map(([statement, milliseconds]) => ({ statement, seconds: Math.round(milliseconds / 10) / 100 }))
      .toSorted((a, b) => b.seconds - a.seconds)
      .slice(0, SHOWN_STATEMENTS);
  }

  /** Seconds in which statements were seen whose text begins with what the pattern matches. */
  secondsOf(pattern: RegExp): number {
    let milliseconds = 0;
    for (const [statement, seen] of this.#statements) if (pattern.test(statement)) milliseconds += seen;
    return milliseconds / 1000;
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    let before: number | null = null;
    while (!this.#ended) {
      const [sample] = await this.database.query<Sample>(SAMPLE, [APPLICATION]);
      const { at, oldestWaiting, sessions } = sample!;
      this.#samples.push({ at, oldestWaiting });
      if (before !== null) this.#record(sessions, at - before);
      before = at;
      await sleep(INTERVAL_MS);
    }
  }

  #record(sessions: readonly Activity[], milliseconds: number): void {
    const open = sessions.filter(({ inTransactionSince }) => inTransactionSince !== null);
    for (const { inTransactionSince } of open) {
      this.#firstTransaction = Math.min(
        this.#firstTransaction ?? Number.POSITIVE_INFINITY,
        inTransactionSince!,
      );
    }
    const active = open.filter(({ state }) => state === "active");
    if (active.length === 0) {
      this.#add(open.length === 0 ? "(no transaction)" : "(the service, in a transaction)", milliseconds);
    }
    for (const { query, wait } of active) {
      this.#add(`${kindOf(query)}${wait === null ? "" : ` [${wait}]`}`, milliseconds);
    }
  }

  #add(statement: string, milliseconds: number): void {
    this.#statements.set(statement, (this.#statements.get(statement) ?? 0) + milliseconds);
  }
}

/** A statement's text on one line, cut. */
function kindOf(query: string): string {
  return query.replace(/\s+/g, " ").trim().slice(0, STATEMENT_LENGTH);
}
