import type { Coverage } from "./coverage.js";
import type { RuleResult } from "./run-rules.js";

/** What a validation found. */
export interface ValidationReport {
  readonly rules: readonly RuleResult[];
  readonly coverage: readonly Coverage[];
}

/** Whether no rule of severity `error` is broken or unknown. */
export function isValid({ rules }: ValidationReport): boolean {
  return rules.every(({ severity, outcome }) => severity === "warning" || outcome === "holds");
}

const WORDS = { holds: "ok", broken: "BROKEN", unknown: "UNKNOWN" } as const;

/** A report for people: a line a rule, with its first few violations; then coverage. */
export function reportLines({ rules, coverage }: ValidationReport): string[] {
  const broken = rules.filter(({ outcome }) => outcome !== "holds");
  const failed = broken.filter(({ severity }) => severity === "error").length;
  return [
    ...rules.flatMap(ruleLines),
    "",
    ...coverageLines(coverage),
    "",
    `${rules.length} rules: ${rules.length - broken.length} hold, ${failed} broken, ${broken.length - failed} warnings`,
  ];
}

function ruleLines({ rule, description, severity, outcome, violations, examples }: RuleResult): string[] {
  const word = severity === "warning" && outcome !== "holds" ? "warning" : WORDS[outcome];
  const count = outcome === "broken" ? ` (${violations})` : "";
  return [
    `${word.padEnd(8)} ${rule}: ${description}${count}`,
    ...examples.map((line) => `           ${line}`),
  ];
}

function coverageLines(coverage: readonly Coverage[]): string[] {
  const share = (part: number, whole: number): string => `${part} (${((100 * part) / whole).toFixed(1)}%)`;
  const rows = coverage.map(({ degrees: [least, greatest], artists, ...covered }) => [
    least === greatest ? String(least) : `${least}-${greatest}`,
    String(artists),
    ...[covered.withFeatures, covered.withSpotifyId, covered.withPopularity].map((part) =>
      share(part, artists),
    ),
  ]);
  const table = [
    ["collaborators", "artists", "with features", "with Spotify id", "with popularity"],
    ...rows,
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map((row) => row.map((field, column) => field.padStart(widths[column]!)).join("  "));
}
