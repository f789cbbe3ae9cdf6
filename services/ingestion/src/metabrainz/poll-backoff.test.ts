import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FeedConclusion } from "./fetch-state.js";
import { FIRST_PACE, LONGEST_WAIT_MS, paced } from "./poll-backoff.js";

const fetched: FeedConclusion = { outcome: "fetched" };
const caughtUp: FeedConclusion = { outcome: "caught-up" };
const trouble = (retryAfterMs: number | null = null): FeedConclusion => ({
  outcome: "trouble",
  code: "FEED_SERVER_ERROR",
  reason: "",
  retryAfterMs,
});
const stopped = (code: "PACKET_LOST" | "TOKEN_REFUSED"): FeedConclusion => ({
  outcome: "stopped",
  code,
  reason: "",
});

function waits(conclusions: readonly FeedConclusion[], random = () => 0): number[] {
  let pace = FIRST_PACE;
  return conclusions.map((conclusion) => {
    const next = paced(pace, conclusion, random);
    pace = next.pace;
    return next.waitMs;
  });
}

describe("the feed's pace", () => {
  it("slows down while there is nothing, up to ten minutes, and starts anew with a packet", () => {
    expect(
      waits(
        Array.from({ length: 7 }, () => caughtUp),
        () => 1,
      ),
    ).toEqual([30, 60, 120, 240, 480, 600, 600].map((s) => s * 1000));
    expect(waits([caughtUp, caughtUp, fetched, caughtUp])).toEqual([15_000, 30_000, 0, 15_000]);
  });

  it("looks for a lost packet at the same pace", () => {
    expect(waits([caughtUp, stopped("PACKET_LOST"), stopped("PACKET_LOST")])).toEqual([
      15_000, 30_000, 60_000,
    ]);
  });

  it("comes back soon after trouble, then later and later, and soon again once it worked", () => {
    expect(waits([trouble(), trouble(), trouble(), caughtUp, trouble()])).toEqual([
      2_500, 5_000, 10_000, 15_000, 2_500,
    ]);
  });

  it("waits as long as the server asked, within a day", () => {
    expect(waits([trouble(3_600_000)])).toEqual([3_600_000]);
    expect(waits([trouble(1e12)])).toEqual([LONGEST_WAIT_MS]);
  });

  it("looks at a refused token often: that asks nobody", () => {
    expect(waits([stopped("TOKEN_REFUSED"), stopped("TOKEN_REFUSED")])).toEqual([5_000, 5_000]);
  });

  it("never waits less than a second nor more than a day, and for no longer than asked or ten minutes", () => {
    const conclusions = fc.array(
      fc.oneof(
        fc.constantFrom(fetched, caughtUp, stopped("PACKET_LOST"), stopped("TOKEN_REFUSED")),
        fc.option(fc.nat()).map(trouble),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        conclusions,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (all, random) => {
          for (const [i, waitMs] of waits(all, () => random).entries()) {
            const conclusion = all[i]!;
            const asked = conclusion.outcome === "trouble" ? (conclusion.retryAfterMs ?? 0) : 0;
            const [least, most] = conclusion.outcome === "fetched" ? [0, 0] : [1_000, 600_000];
            expect(waitMs).toBeGreaterThanOrEqual(Math.max(least, Math.min(asked, LONGEST_WAIT_MS)));
            expect(waitMs).toBeLessThanOrEqual(Math.max(most, Math.min(asked, LONGEST_WAIT_MS)));
          }
        },
      ),
    );
  });
});
