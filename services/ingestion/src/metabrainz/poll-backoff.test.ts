import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FetchResult } from "./fetch-state.js";
import { LONGEST_WAIT_MS, NO_BACKOFF, nextPoll } from "./poll-backoff.js";

const fetched: FetchResult = { outcome: "fetched" };
const caughtUp: FetchResult = { outcome: "caught-up" };
const failed = (retryAfterMs: number | null = null): FetchResult => ({
  outcome: "failed",
  code: "FEED_SERVER_ERROR",
  reason: "",
  retryAfterMs,
});
const blocked = (code: "PACKET_LOST" | "TOKEN_REFUSED"): FetchResult => ({
  outcome: "blocked",
  code,
  reason: "",
});

function waits(results: readonly FetchResult[], random = () => 0): number[] {
  let backoff = NO_BACKOFF;
  return results.map((result) => {
    const next = nextPoll(backoff, result, random);
    backoff = next.backoff;
    return next.waitMs;
  });
}

describe("the backoff of polling a feed", () => {
  it("slows down while there is nothing, up to ten minutes, and starts anew with a packet", () => {
    expect(
      waits(
        Array.from({ length: 7 }, () => caughtUp),
        () => 1,
      ),
    ).toEqual([30, 60, 120, 240, 480, 600, 600].map((s) => s * 1000));
    expect(waits([caughtUp, caughtUp, fetched, caughtUp])).toEqual([15_000, 30_000, 0, 15_000]);
  });

  it("asks for a lost packet as rarely", () => {
    expect(waits([caughtUp, blocked("PACKET_LOST"), blocked("PACKET_LOST")])).toEqual([
      15_000, 30_000, 60_000,
    ]);
  });

  it("comes back soon after a failure, then later and later, and soon again once it worked", () => {
    expect(waits([failed(), failed(), failed(), caughtUp, failed()])).toEqual([
      2_500, 5_000, 10_000, 15_000, 2_500,
    ]);
  });

  it("waits as long as the server asked, within a day", () => {
    expect(waits([failed(3_600_000)])).toEqual([3_600_000]);
    expect(waits([failed(1e12)])).toEqual([LONGEST_WAIT_MS]);
  });

  it("reads the file of a refused token often: that asks no server", () => {
    expect(waits([blocked("TOKEN_REFUSED"), blocked("TOKEN_REFUSED")])).toEqual([5_000, 5_000]);
  });

  it("never waits less than a second nor more than a day, and for no longer than asked or ten minutes", () => {
    const results = fc.array(
      fc.oneof(
        fc.constantFrom(fetched, caughtUp, blocked("PACKET_LOST"), blocked("TOKEN_REFUSED")),
        fc.option(fc.nat()).map(failed),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(results, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (all, random) => {
        for (const [i, waitMs] of waits(all, () => random).entries()) {
          const result = all[i]!;
          const asked = result.outcome === "failed" ? (result.retryAfterMs ?? 0) : 0;
          const [least, most] = result.outcome === "fetched" ? [0, 0] : [1_000, 600_000];
          expect(waitMs).toBeGreaterThanOrEqual(Math.max(least, Math.min(asked, LONGEST_WAIT_MS)));
          expect(waitMs).toBeLessThanOrEqual(Math.max(most, Math.min(asked, LONGEST_WAIT_MS)));
        }
      }),
    );
  });
});
