import { setTimeout as sleep } from "node:timers/promises";
import {
  type Rule,
  type ValidationReport,
  countDeadLetters,
  noDeadLetters,
  runRules,
} from "@interlude/infra-checks";
import { outboxesMove, stagesComplete } from "@interlude/infra-postgres/checks";
import { consoleRules } from "@interlude/service-console/checks";
import { publishedEpochs } from "@interlude/service-ingestion/checks";
import { normalizationRules, readCoverage } from "@interlude/service-normalization/checks";
import { scoringRules } from "@interlude/service-scoring/checks";
import type { Namespace } from "@interlude/infra-local";

/** A relay that runs sends thousands of records in that time. */
const RELAY_TIMEOUT_MS = 5_000;

/** Everything that `interlude validate` checks, in the order of the report. */
export const RULES: readonly Rule[] = [
  stagesComplete,
  noDeadLetters,
  outboxesMove,
  ...normalizationRules,
  ...consoleRules,
  ...scoringRules,
];

/**
 * Checks every rule of the stored data in one snapshot, read only. Meant for a moment at which nothing is on its way; a
 * warning says if something is.
 * @param statementTimeoutMs how long one statement may take
 */
export async function validateNamespace(
  namespace: Namespace,
  { statementTimeoutMs }: { readonly statementTimeoutMs: number },
): Promise<ValidationReport> {
  const database = await namespace.openExistingDatabase();
  try {
    return await database.transactionOnce(async (snapshot) => {
      await snapshot.query("set transaction isolation level repeatable read, read only");
      await snapshot.query(
        "select set_config('statement_timeout', $1, true), set_config('jit', 'off', true)",
        [String(statementTimeoutMs)],
      );
      const published = await publishedEpochs(snapshot);
      const deadLetters = await countDeadLetters(snapshot);
      const relayTimeout = () => sleep(RELAY_TIMEOUT_MS);
      const evidence = { snapshot, now: database, published, deadLetters, relayTimeout };
      const rules = await runRules(RULES, evidence);
      return { rules, coverage: await readCoverage(snapshot) };
    });
  } finally {
    await database.close();
  }
}
