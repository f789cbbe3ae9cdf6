import { type RetryPolicy, retryDelay } from "@interlude/stage";
import type { FeedConclusion } from "./fetch-state.js";

/** Packets come about hourly, at no fixed time. */
const CAUGHT_UP: RetryPolicy = {
  attempts: Number.POSITIVE_INFINITY,
  firstDelayMs: 30_000,
  maxDelayMs: 600_000,
};
const TROUBLE: RetryPolicy = { attempts: Number.POSITIVE_INFINITY, firstDelayMs: 5_000, maxDelayMs: 600_000 };
/** How often the token's file is looked at while its token is refused; the server is not asked. */
const TOKEN_LOOK_MS = 5_000;
/** A server that asks for more than this is asked again all the same. */
export const LONGEST_WAIT_MS = 24 * 3_600_000;

/** How often in a row there was nothing, and trouble. */
export interface FeedPace {
  readonly misses: number;
  readonly failures: number;
}

export const FIRST_PACE: FeedPace = { misses: 0, failures: 0 };

/**
 * How long to wait after a conclusion, in milliseconds: longer each time in a row, up to ten minutes, with jitter, so
 * that mirrors do not come all at once; never less than the server asked for. A packet that came starts it anew.
 */
export function paced(
  { misses, failures }: FeedPace,
  conclusion: FeedConclusion,
  random: () => number = Math.random,
): { readonly pace: FeedPace; readonly waitMs: number } {
  if (conclusion.outcome === "fetched") return { pace: FIRST_PACE, waitMs: 0 };
  if (conclusion.outcome === "trouble") {
    const asked = Math.min(conclusion.retryAfterMs ?? 0, LONGEST_WAIT_MS);
    const waitMs = Math.max(asked, retryDelay(TROUBLE, failures + 1, random));
    return { pace: { misses, failures: failures + 1 }, waitMs };
  }
  const isToken = conclusion.outcome === "stopped" && conclusion.code.startsWith("TOKEN_");
  if (isToken) return { pace: FIRST_PACE, waitMs: TOKEN_LOOK_MS };
  return { pace: { misses: misses + 1, failures: 0 }, waitMs: retryDelay(CAUGHT_UP, misses + 1, random) };
}
