import type { Contents } from "./fault-tools.js";

const MOST_EXAMPLES = 5;

/** What differs between two runs. */
interface Differences {
  readonly lost: number;
  readonly added: number;
  /** The first few, in words. */
  readonly examples: readonly string[];
}

/** Compares what topics hold after a run with what they hold without a fault, key by key. */
export function differencesOf(reference: Contents, contents: Contents): Differences {
  const [lost, added]: [string[], string[]] = [[], []];
  for (const [topic, values] of reference) {
    const found = contents.get(topic);
    for (const [key, value] of values) {
      const other = found?.get(key);
      if (other === undefined) lost.push(`${topic} has lost ${key}`);
      else if (other !== value) lost.push(`${topic} has ${key} as ${other}, without the fault as ${value}`);
    }
    for (const key of found?.keys() ?? []) {
      if (!values.has(key)) added.push(`${topic} has ${key}, which there is not without the fault`);
    }
  }
  return { lost: lost.length, added: added.length, examples: [...lost, ...added].slice(0, MOST_EXAMPLES) };
}
