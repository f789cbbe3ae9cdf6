import { ApiError } from "@interlude/infra-http/api";
import { type Pair, pairKey, parsePairKey } from "@interlude/contracts";

/** The last candidate of a page: the next page begins after it, whatever has come or gone before it. */
export interface CursorPosition extends Pair {
  readonly probability: number;
}

/** A position as an opaque word for URLs. */
export function encodeCursor({ probability, artistA, artistB }: CursorPosition): string {
  return Buffer.from(JSON.stringify([probability, pairKey(artistA, artistB)])).toString("base64url");
}

/**
 * The inverse of {@link encodeCursor}.
 * @throws ApiError `CURSOR_INVALID` for any other text
 */
export function decodeCursor(cursor: string): CursorPosition {
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
