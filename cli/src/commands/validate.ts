import { setTimeout as sleep } from "node:timers/promises";
import type { Namespace } from "../deployment/namespace.js";
import { type Coverage, readCoverage } from "../validate/coverage.js";
import { countDeadLetters } from "../validate/dead-letter-counts.js";
import { RULES } from "../validate/rules.js";
import { type RuleResult, runRules } from "../validate/run-rules.js";

/** A relay that runs sends thousands of records in that time. */
const PATIENCE_MS = 5_000;

export interface ValidationReport {
  readonly rules: readonly RuleResult[];
  readonly coverage: readonly Coverage[];
}

/**
 * Looks at every rule of the stored data in one snapshot, read only. Meant for a moment at which nothing is on its
 * way; a warning says where something is.
 * @param statementTimeoutMs how long one statement may take
 */
export function validateNamespace(
  namespace: Namespace,
  { statementTimeoutMs }: { readonly statementTimeoutMs: number },
): Promise<ValidationReport> {
  return namespace.reading(async (log, codec) => {
    const deadLetters = await countDeadLetters(log, codec);
    const database = namespace.openDatabase();
    try {
      return await database.transactionOnce(async (snapshot) => {
        await snapshot.query("set transaction isolation level repeatable read, read only");
        await snapshot.query(
          "select set_config('statement_timeout', $1, true), set_config('jit', 'off', true)",
          [String(statementTimeoutMs)],
        );
        const patience = () => sleep(PATIENCE_MS);
        const rules = await runRules(RULES, { snapshot, now: database, deadLetters, patience });
        return { rules, coverage: await readCoverage(snapshot) };
      });
    } finally {
      await database.close();
    }
  });
}

/** Whether a report is of data that is as it must be. */
export function isValid({ rules }: ValidationReport): boolean {
  return rules.every(({ severity, outcome }) => severity === "warning" || outcome === "holds");
}
