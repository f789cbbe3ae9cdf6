import { parseMbid } from "@interlude/contracts";
import { ApiError } from "./api-error.js";

/** A query string as the HTTP server parsed it. */
export type QueryString = Readonly<Record<string, unknown>>;

/** Characters of an unknown name that the error repeats. */
const NAME_SHOWN = 64;

/** Query parameters of a request, each checked as it is read. Every method throws {@link ApiError} with status 400. */
export class QueryParameters {
  readonly #values = new Map<string, string>();

  /**
   * Refuses names outside `known`, so that a misspelt filter is not silently no filter.
   * @param repeatedCode code of the error when a parameter is given more than once
   */
  constructor(
    query: QueryString,
    known: readonly string[],
    repeatedCode: "PARAMETER_REPEATED" | "PARAMETER_INVALID" = "PARAMETER_REPEATED",
  ) {
    for (const [name, value] of Object.entries(query)) {
      if (!known.includes(name)) {
        const shown = JSON.stringify(name.slice(0, NAME_SHOWN));
        const message = `There is no parameter ${shown} here; known are ${known.join(", ")}`;
        throw new ApiError(400, "PARAMETER_UNKNOWN", message);
      }
      if (typeof value !== "string") throw new ApiError(400, repeatedCode, `${name} must be given once`);
      if (value.trim() !== "") this.#values.set(name, value.trim());
    }
  }

  /** Text of at most some characters; null if it is missing or empty. */
  text(name: string, longest: number): string | null {
    const value = this.#values.get(name) ?? null;
    if (value !== null && value.length > longest) invalid(name, `must have at most ${longest} characters`);
    return value;
  }

  /** An MBID in lower case; null if it is missing. */
  mbid(name: string): string | null {
    const value = this.#values.get(name);
    return value === undefined ? null : mbidParameter(name, value);
  }

  /** An MBID that must be given. */
  requiredMbid(name: string): string {
    return mbidParameter(name, this.#values.get(name) ?? "");
  }

  /** A whole number within bounds. */
  integer(name: string, bounds: { default: number; min: number; max: number }): number {
    const text = this.#values.get(name);
    if (text === undefined) return bounds.default;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= bounds.min && value <= bounds.max) return value;
    return invalid(name, `must be a whole number from ${bounds.min} to ${bounds.max}`);
  }

  /** A number from 0 to 1. */
  probability(name: string, otherwise: number): number {
    const text = this.#values.get(name);
    if (text === undefined) return otherwise;
    // Number() alone would also take "0x1" and "Infinity".
    const value = /^\d+(\.\d+)?(e-?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    return value >= 0 && value <= 1 ? value : invalid(name, "must be a number from 0 to 1");
  }
}

/**
 * An MBID from a URL, in lower case.
 * @throws ApiError `PARAMETER_INVALID`
 */
export function mbidParameter(name: string, text: string): string {
  return parseMbid(text) ?? invalid(name, "must be an MBID such as 561d854a-6a28-4aa7-8c99-323e6ce46c2a");
}

function invalid(name: string, problem: string): never {
  throw new ApiError(400, "PARAMETER_INVALID", `${name} ${problem}`);
}
