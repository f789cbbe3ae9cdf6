import { ConfigurationError } from "./configuration-error.js";

/** The variables of a process, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that must be there. Throws ConfigurationError. */
export function required(environment: Environment, variable: string): string {
  const value = environment[variable]?.trim();
  if (value === undefined || value === "") throw new ConfigurationError(variable, "is not set");
  return value;
}

/** A variable that may be missing or empty. */
export function optional(environment: Environment, variable: string): string | undefined {
  const value = environment[variable]?.trim();
  return value === "" ? undefined : value;
}

/** A whole number within bounds, or the default. Throws ConfigurationError. */
export function integer(
  environment: Environment,
  variable: string,
  bounds: { default: number; min: number; max: number },
): number {
  const text = optional(environment, variable);
  if (text === undefined) return bounds.default;
  const value = Number(text);
  if (!Number.isInteger(value) || value < bounds.min || value > bounds.max) {
    throw new ConfigurationError(variable, `must be a whole number from ${bounds.min} to ${bounds.max}`);
  }
  return value;
}

/** One of some words, or the default. Throws ConfigurationError. */
export function oneOf<Word extends string>(
  environment: Environment,
  variable: string,
  words: readonly Word[],
  otherwise: Word,
): Word {
  const text = optional(environment, variable);
  if (text === undefined) return otherwise;
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new ConfigurationError(variable, `must be one of ${words.join(", ")}`);
  return word;
}

/** A URL of one of some protocols (with colon). Never repeats the value: it may hold a password. */
export function url(environment: Environment, variable: string, protocols: readonly string[]): string {
  const text = required(environment, variable);
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    throw new ConfigurationError(variable, `must be a URL that begins with ${protocols.join(" or ")}//`);
  }
  return text;
}
