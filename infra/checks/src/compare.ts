const MOST_EXAMPLES = 5;

/** The result of one comparison of expected and actual state. */
export interface CheckResult {
  readonly name: string;
  readonly compared: number;
  readonly differences: number;
  /** The first few, in words. */
  readonly examples: readonly string[];
}

/** Compares expected with actual state, key by key; values are compared as text. */
export function compare(
  name: string,
  expected: ReadonlyMap<string, string>,
  actual: ReadonlyMap<string, string>,
): CheckResult {
  const examples: string[] = [];
  let differences = 0;
  const note = (text: string): void => {
    differences += 1;
    if (examples.length < MOST_EXAMPLES) examples.push(text);
  };
  for (const [key, value] of expected) {
    const found = actual.get(key);
    if (found === undefined) note(`${key} is missing, should be ${value}`);
    else if (found !== value) note(`${key} is ${found}, should be ${value}`);
  }
  for (const [key, value] of actual) {
    if (!expected.has(key)) note(`${key} should not be there, is ${value}`);
  }
  return { name, compared: expected.size, differences, examples };
}

/** Results for people: a line a comparison, with the first few differences. */
export function resultLines(results: readonly CheckResult[]): string[] {
  return results.flatMap(({ name, compared, differences, examples }) => [
    `${differences === 0 ? "same   " : "DIFFERS"}  ${name}: ${compared} compared, ${differences} different`,
    ...examples.map((example) => `         ${example}`),
  ]);
}
