import * as contracts from "@interlude/contracts";
import { ApiError } from "./api-error.js";

/** A query string as the HTTP server parsed it. */
export type Query = Readonly<Record<string, unknown>>;

/** Parameters of a request, each checked as it is read. Every method throws ApiError with status 400. */
export class Parameters {
  readonly #values = new Map<string, string>();

  /** Refuses names outside `known`, so that a misspelt filter is not silently no filter. */
  constructor(query: Query, known: readonly string[]) {
    for (const [name, value] of Object.entries(query)) {
      if (!known.includes(name)) {
        const message = `There is no parameter ${JSON.stringify(name)} here; known are ${known.join(", ")}`;
        throw new ApiError(400, "PARAMETER_UNKNOWN", message);
      }
      if (typeof value !== "string") {
        throw new ApiError(400, "PARAMETER_REPEATED", `${name} must be given once`);
      }
      if (value.trim() !== "") this.#values.set(name, value.trim());
    }
  }

  /** Text of at most some characters; null where it is missing or empty. */
  text(name: string, longest: number): string | null {
    const value = this.#values.get(name) ?? null;
    if (value !== null && value.length > longest) invalid(name, `must have at most ${longest} characters`);
    return value;
  }

  mbid(name: string): string | null {
    const value = this.#values.get(name);
    return value === undefined ? null : parseMbid(name, value);
  }

  integer(name: string, bounds: { default: number; min: number; max: number }): number {
    const value = this.#number(name) ?? bounds.default;
    if (!Number.isInteger(value) || value < bounds.min || value > bounds.max) {
      invalid(name, `must be a whole number from ${bounds.min} to ${bounds.max}`);
    }
    return value;
  }

  /** A number from 0 to 1. */
  probability(name: string, otherwise: number): number {
    const value = this.#number(name) ?? otherwise;
    if (!(value >= 0 && value <= 1)) invalid(name, "must be a number from 0 to 1");
    return value;
  }

  #number(name: string): number | null {
    const value = this.#values.get(name);
    if (value === undefined) return null;
    // Number() alone would also take "0x1f" and "Infinity".
    return /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
  }
}

/** An MBID from a URL, in lower case. Throws ApiError. */
export function parseMbid(name: string, text: string): string {
  const mbid = contracts.parseMbid(text);
  return mbid ?? invalid(name, "must be an MBID such as 561d854a-6a28-4aa7-8c99-323e6ce46c2a");
}

function invalid(name: string, problem: string): never {
  throw new ApiError(400, "PARAMETER_INVALID", `${name} ${problem}`);
}
