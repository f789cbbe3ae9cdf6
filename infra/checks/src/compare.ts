import { type Difference, differenceLine } from "./difference.js";

const MOST_EXAMPLES = 5;

/** The result of one comparison of expected and actual state. */
export interface CheckResult {
  readonly name: string;
  readonly compared: number;
  readonly differences: number;
  /** The first few, in words. */
  readonly examples: readonly string[];
  /** The same, whole. */
  readonly details?: readonly Difference[];
}

/** Compares expected with actual state, key by key; values are compared as text. */
export function compare(
  name: string,
  expected: ReadonlyMap<string, string>,
  actual: ReadonlyMap<string, string>,
): CheckResult {
  const details: Difference[] = [];
  let differences = 0;
  const note = (difference: Difference): void => {
    differences += 1;
    if (details.length < MOST_EXAMPLES) details.push(difference);
  };
  for (const [key, should] of expected) {
    const is = actual.get(key) ?? null;
    if (is !== should) note({ key, is, should });
  }
  for (const [key, is] of actual) {
    if (!expected.has(key)) note({ key, is, should: null });
  }
  return { name, compared: expected.size, differences, examples: details.map(differenceLine), details };
}

/** Results for people: a line a comparison, with the first few differences and how many more there are. */
export function resultLines(results: readonly CheckResult[]): string[] {
  return results.flatMap(({ name, compared, differences, examples }) => [
    `${differences === 0 ? "same   " : "DIFFERS"}  ${name}: ${compared} compared, ${differences} different`,
    ...examples.map((example) => `         ${example}`),
    ...(differences > examples.length && examples.length > 0
      ? [`         and ${differences - examples.length} more`]
      : []),
  ]);
}
