import { parseMbid } from "@interlude/contracts";
import { QueryError } from "./query-error.js";

const LONGEST = 64;

/** Parameters of a question, each checked as it is read. Every method throws QueryError with status 400. */
export class Parameters {
  readonly #values = new Map<string, string>();

  /** Refuses names outside `known`, so that a misspelt cap is not silently the default. */
  constructor(query: Readonly<Record<string, unknown>>, known: readonly string[]) {
    for (const [name, value] of Object.entries(query)) {
      if (!known.includes(name)) {
        const shown = JSON.stringify(name.slice(0, LONGEST));
        throw new QueryError(
          "PARAMETER_UNKNOWN",
          `there is no parameter ${shown} here; known are ${known.join(", ")}`,
        );
      }
      if (typeof value !== "string" || value.length > LONGEST) {
        throw new QueryError(
          "PARAMETER_INVALID",
          `${name} must be given once, in at most ${LONGEST} characters`,
        );
      }
      this.#values.set(name, value);
    }
  }

  /** A whole number within bounds, or the default. */
  integer(name: string, bounds: { default: number; min: number; max: number }): number {
    const text = this.#values.get(name);
    if (text === undefined) return bounds.default;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= bounds.min && value <= bounds.max) return value;
    throw new QueryError(
      "PARAMETER_INVALID",
      `${name} must be a whole number from ${bounds.min} to ${bounds.max}`,
    );
  }

  /** An artist that must be named. */
  artist(name: string): string {
    return parseArtist(name, this.#values.get(name) ?? "");
  }
}

/** An artist's MBID, in lower case. Throws QueryError with status 400. */
export function parseArtist(name: string, text: string): string {
  const mbid = parseMbid(text);
  if (mbid !== null) return mbid;
  throw new QueryError("PARAMETER_INVALID", `${name} must be an MBID: 8-4-4-4-12 hexadecimal digits`);
}
