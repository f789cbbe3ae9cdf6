import { ApiError } from "@interlude/infra-http/api";
import { type Pair, pairKey, parsePairKey } from "@interlude/contracts";

/** The last candidate of a page: the next page begins after it, whatever has come or gone before it. */
export interface CandidatePlace extends Pair {
  readonly probability: number;
}

/** A place as an opaque word for URLs. */
export function encodeCursor({ probability, artistA, artistB }: CandidatePlace): string {
  return Buffer.from(JSON.stringify([probability, pairKey(artistA, artistB)])).toString("base64url");
}

/** Throws ApiError `CURSOR_INVALID` for what `encodeCursor` did not write. */
export function decodeCursor(cursor: string): CandidatePlace {
  const [probability, key] = elements(Buffer.from(cursor, "base64url").toString("utf8"));
  const pair = typeof key === "string" ? parsePairKey(key) : null;
  if (pair === null || typeof probability !== "number") {
    throw new ApiError(400, "CURSOR_INVALID", "cursor must be the value of next from an earlier page");
  }
  return { probability, ...pair };
}

function elements(json: string): unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
