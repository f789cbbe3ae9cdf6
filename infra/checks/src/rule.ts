import type { DeadLetterCount } from "./dead-letters.js";

/** What runs SQL: a pool or a transaction. */
export interface Queries {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Rows of a query that may be larger than memory. */
  stream<Row>(text: string, values?: readonly unknown[]): AsyncIterable<Row>;
}

/** A broken `error` fails the command; a broken `warning` is only reported. */
export type Severity = "error" | "warning";

/** An epoch that ingestion has published, with what it sent. */
export interface PublishedEpoch {
  readonly epoch: number;
  readonly kind: string;
  /** Of the dump or packet; 0 for what has none. */
  readonly sequence: number;
  /** Row changes and documents. */
  readonly records: number;
  /** Records by topic; empty for an epoch of a version that did not count them. */
  readonly sent: Readonly<Record<string, number>>;
}

/** What rules read. A rule reads the tables of its own service; what it needs of another's is here. */
export interface Evidence {
  /** One snapshot of the whole database. */
  readonly snapshot: Queries;
  /** The database as it is now, outside of the snapshot. */
  readonly now: Queries;
  /** Every epoch that ingestion has published, in order, in the same snapshot. */
  readonly published: readonly PublishedEpoch[];
  readonly deadLetters: readonly DeadLetterCount[];
  /** Resolves once a relay that runs would have sent what waits in an outbox. */
  readonly relayTimeout: () => Promise<void>;
}

/** How often a rule is broken, and the first few violations in words. */
export interface Violations {
  readonly count: number;
  readonly examples: readonly string[];
}

/** Something that must hold of the data, as of a moment at which no epoch is open. */
export interface Rule {
  readonly name: string;
  /** What must hold. */
  readonly description: string;
  readonly severity: Severity;
  /** Least and greatest value allowed; `$1` and `$2` of the query. */
  readonly bounds?: readonly [least: number, greatest: number];
  /** A query that gives a row, with a text `broken`, for each violation; or a function. */
  readonly check: string | ((evidence: Evidence) => Promise<Violations>);
}

const MOST_EXAMPLES = 5;

/** Violations that are all in memory. */
export function violationsOf(broken: readonly string[]): Violations {
  return { count: broken.length, examples: broken.slice(0, MOST_EXAMPLES) };
}

/** Checks one rule; the database counts what a query finds, however much it is. */
export async function checkRule({ check, bounds }: Rule, evidence: Evidence): Promise<Violations> {
  if (typeof check !== "string") return check(evidence);
  const [violations] = await evidence.snapshot.query<Violations>(
    `select count(*) as count,
       coalesce(array_agg(broken order by number) filter (where number <= ${MOST_EXAMPLES}), '{}') as examples
     from (select broken, row_number() over () as number from (${check}) as found) as numbered`,
    bounds === undefined ? [] : [...bounds],
  );
  return violations!;
}
