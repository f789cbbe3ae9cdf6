import { type RetryPolicy, retryDelay } from "@interlude/stage";
import type { FetchResult } from "./fetch-state.js";

/** Packets come about hourly, at no fixed time. */
const CAUGHT_UP: RetryPolicy = {
  attempts: Number.POSITIVE_INFINITY,
  firstDelayMs: 30_000,
  maxDelayMs: 600_000,
};
const FAILED: RetryPolicy = { attempts: Number.POSITIVE_INFINITY, firstDelayMs: 5_000, maxDelayMs: 600_000 };
/** How often the token's file is read while its token is refused; the server is not asked. */
const TOKEN_POLL_MS = 5_000;
/** A server that asks for more than this is asked again all the same. */
export const LONGEST_WAIT_MS = 24 * 3_600_000;

/** How often in a row there was no packet, and how often the feed failed. */
export interface PollBackoff {
  readonly misses: number;
  readonly failures: number;
}

export const NO_BACKOFF: PollBackoff = { misses: 0, failures: 0 };

/**
 * How long to wait after a result, in milliseconds: exponential backoff up to ten minutes, with jitter, so that mirrors
 * do not come all at once; never less than the server asked for. A packet that came resets it.
 */
export function nextPoll(
  { misses, failures }: PollBackoff,
  result: FetchResult,
  random: () => number = Math.random,
): { readonly backoff: PollBackoff; readonly waitMs: number } {
  if (result.outcome === "fetched") return { backoff: NO_BACKOFF, waitMs: 0 };
  if (result.outcome === "failed") {
    const asked = Math.min(result.retryAfterMs ?? 0, LONGEST_WAIT_MS);
    const waitMs = Math.max(asked, retryDelay(FAILED, failures + 1, random));
    return { backoff: { misses, failures: failures + 1 }, waitMs };
  }
  const isToken = result.outcome === "blocked" && result.code.startsWith("TOKEN_");
  if (isToken) return { backoff: NO_BACKOFF, waitMs: TOKEN_POLL_MS };
  const waitMs = retryDelay(CAUGHT_UP, misses + 1, random);
  return { backoff: { misses: misses + 1, failures: 0 }, waitMs };
}
