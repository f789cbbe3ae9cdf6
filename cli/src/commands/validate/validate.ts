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
import { type Cut, type CutReport, onConsistentCut } from "../../deployment/consistent-cut.js";

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
 * Checks every rule of the stored data, read only, as of one completed epoch, also while the stream goes on.
 * @param statementTimeoutMs how long one statement may take
 * @throws CommandError `CUT_NOT_REACHED`
 */
export function validateNamespace(
  namespace: Namespace,
  { statementTimeoutMs }: { readonly statementTimeoutMs: number },
  report?: CutReport,
): Promise<ValidationReport> {
  const validate = ({ database }: Cut): Promise<ValidationReport> =>
    database.transactionOnce(async (snapshot) => {
      await snapshot.query(
        "select set_config('statement_timeout', $1, true), set_config('jit', 'off', true)",
        [String(statementTimeoutMs)],
      );
      await snapshot.query("set transaction read only");
      const published = await publishedEpochs(snapshot);
      const deadLetters = await countDeadLetters(snapshot);
      const relayTimeout = () => sleep(RELAY_TIMEOUT_MS);
      const evidence = { snapshot, now: database, published, deadLetters, relayTimeout };
      const rules = await runRules(RULES, evidence);
      return { rules, coverage: await readCoverage(snapshot) };
    });
  return onConsistentCut(namespace, validate, report);
}
