import type { Transaction } from "@interlude/infra-postgres";
import type { DeadLetterCount } from "./dead-letter-counts.js";

/** A broken `error` fails the command; a broken `warning` is only reported. */
export type Severity = "error" | "warning";

/** What rules may look at. */
export interface Evidence {
  /** One snapshot of the whole database. */
  readonly snapshot: Pick<Transaction, "query">;
  /** The database as it is now, outside of the snapshot. */
  readonly now: Pick<Transaction, "query">;
  readonly deadLetters: readonly DeadLetterCount[];
  /** Resolves when what moves at all should have moved. */
  readonly patience: () => Promise<void>;
}

/** How often a rule is broken, and the first few places in words. */
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
  /** A query that gives a row, with a text `broken`, for each place where the rule is broken; or a function. */
  readonly check: string | ((evidence: Evidence) => Promise<Violations>);
}

const MOST_EXAMPLES = 5;

/** Violations that are all in memory. */
export function violationsOf(broken: readonly string[]): Violations {
  return { count: broken.length, examples: broken.slice(0, MOST_EXAMPLES) };
}

/** Looks whether a rule holds; what a query finds is counted by the database, however much it is. */
export async function checkRule({ check, bounds }: Rule, evidence: Evidence): Promise<Violations> {
  if (typeof check !== "string") return check(evidence);
  const [violations] = await evidence.snapshot.query<Violations>(
    `select count(*) as count,
       coalesce(array_agg(broken order by place) filter (where place <= ${MOST_EXAMPLES}), '{}') as examples
     from (select broken, row_number() over () as place from (${check}) as found) as numbered`,
    bounds === undefined ? [] : [...bounds],
  );
  return violations!;
}
