import { type Evidence, type Queries, type Rule, type Severity, checkRule } from "./rule.js";

const QUERY_CANCELED = "57014";

/** A transaction in which one failed query does not end the others. */
interface Snapshot extends Queries {
  savepoint<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** The outcome of one rule. */
export interface RuleResult {
  readonly rule: string;
  readonly description: string;
  readonly severity: Severity;
  /** `unknown` if the check took longer than the statement timeout, which fails as a broken rule does. */
  readonly outcome: "holds" | "broken" | "unknown";
  readonly violations: number;
  /** The first few, in words. */
  readonly examples: readonly string[];
  readonly milliseconds: number;
}

/** Checks rules one after the other; one that takes longer than the statement timeout does not end the others. */
export async function runRules(
  rules: readonly Rule[],
  evidence: Evidence & { readonly snapshot: Snapshot },
): Promise<RuleResult[]> {
  const results: RuleResult[] = [];
  for (const rule of rules) results.push(await resultOf(rule, evidence));
  return results;
}

async function resultOf(
  rule: Rule,
  evidence: Evidence & { readonly snapshot: Snapshot },
): Promise<RuleResult> {
  const began = performance.now();
  const named = { rule: rule.name, description: rule.description, severity: rule.severity };
  const took = (): number => Math.round(performance.now() - began);
  try {
    const { count, examples } = await evidence.snapshot.savepoint(() => checkRule(rule, evidence));
    const outcome = count === 0 ? "holds" : "broken";
    return { ...named, outcome, violations: count, examples, milliseconds: took() };
  } catch (error) {
    if ((error as { code?: unknown }).code !== QUERY_CANCELED) throw error;
    const examples = ["it took too long to look; raise --statement-timeout"];
    return { ...named, outcome: "unknown", violations: 0, examples, milliseconds: took() };
  }
}
