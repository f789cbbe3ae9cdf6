import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type FeedRequest,
  type FeedResponse,
  type FetchResult,
  PROBES,
  nextFetch,
  startFetch,
} from "./fetch-state.js";

const ABSENT: FeedResponse = { kind: "absent" };
const FOUND: FeedResponse = { kind: "found", newest: null };
const newest = (sequence: number | null): FeedResponse => ({ kind: "found", newest: sequence });
const failed: FeedResponse = {
  kind: "failed",
  code: "FEED_SERVER_ERROR",
  reason: "503",
  retryAfterMs: null,
};
const throttled: FeedResponse = {
  kind: "failed",
  code: "FEED_THROTTLED",
  reason: "429",
  retryAfterMs: 7_000,
};
const refused: FeedResponse = { kind: "blocked", code: "TOKEN_REFUSED", reason: "403" };

interface Fetch {
  readonly asked: FeedRequest[];
  readonly result: FetchResult;
  readonly newest: number | null;
}

function fetchOf(
  respond: (request: FeedRequest, nth: number) => FeedResponse,
  known: number | null = null,
): Fetch {
  const asked: FeedRequest[] = [];
  let state = startFetch(10, known);
  for (;;) {
    asked.push(state.request);
    const transition = nextFetch(state, respond(state.request, asked.length));
    if (transition.result !== null) return { asked, ...transition };
    state = transition.state;
  }
}

const shown = (asked: readonly FeedRequest[]) =>
  asked.map((request) => (request.kind === "newest" ? "newest" : `${request.kind} ${request.sequence}`));
const inOrder =
  (...responses: FeedResponse[]) =>
  (_: FeedRequest, nth: number) =>
    responses[nth - 1]!;

describe("asking for a packet", () => {
  it("takes one that is there, and learns how far the server is", () => {
    const { asked, ...end } = fetchOf(inOrder(FOUND, newest(15)));
    expect(shown(asked)).toEqual(["packet 10", "newest"]);
    expect(end).toEqual({ result: { outcome: "fetched" }, newest: 15 });
  });

  it("does not ask how far the server is while it is known to be further", () => {
    expect(fetchOf(inOrder(FOUND), 12)).toMatchObject({ asked: { length: 1 }, newest: 12 });
  });

  it("takes the packet even when it is not known how far the server is", () => {
    for (const response of [failed, throttled, refused, ABSENT, newest(null), newest(3)]) {
      expect(fetchOf(inOrder(FOUND, response))).toMatchObject({
        result: { outcome: "fetched" },
        newest: 10,
      });
    }
  });

  it("is caught up when neither the packet nor a later one is there", () => {
    const { asked, ...end } = fetchOf(inOrder(ABSENT, newest(9), ABSENT, ABSENT, ABSENT));
    expect(shown(asked)).toEqual(["packet 10", "newest", "probe 11", "probe 12", "probe 13"]);
    expect(end).toEqual({ result: { outcome: "caught-up" }, newest: 9 });
  });

  it("is caught up when probing for later ones fails", () => {
    for (const response of [failed, refused]) {
      const responses = inOrder(ABSENT, response, response);
      expect(fetchOf(responses).result).toEqual({ outcome: "caught-up" });
    }
  });

  it.each([
    [
      "replication-info names a later one",
      inOrder(ABSENT, newest(12), ABSENT),
      12,
      ["packet 10", "newest", "packet 10"],
    ],
    [
      "a later one is found by probing",
      inOrder(ABSENT, newest(null), ABSENT, FOUND, ABSENT),
      12,
      ["packet 10", "newest", "probe 11", "probe 12", "packet 10"],
    ],
  ])("is lost when %s and it is still not there", (_, responses, last, requests) => {
    const end = fetchOf(responses);
    expect(shown(end.asked)).toEqual(requests);
    expect(end).toMatchObject({
      result: {
        outcome: "blocked",
        code: "PACKET_LOST",
        reason: expect.stringMatching(/has packet 12, but not 10.*newer/),
      },
      newest: last,
    });
  });

  it("is lost when a later one was known before, though the server says nothing now", () => {
    expect(fetchOf(inOrder(ABSENT, failed, ABSENT), 12).result).toMatchObject({ code: "PACKET_LOST" });
  });

  it("is not lost when it was published while a later one was looked for", () => {
    const responses = inOrder(ABSENT, newest(11), FOUND);
    expect(fetchOf(responses).result).toEqual({ outcome: "fetched" });
  });

  it("is not lost when replication-info is a little ahead of the files", () => {
    expect(fetchOf(inOrder(ABSENT, newest(10), ABSENT)).result).toEqual({ outcome: "caught-up" });
  });

  it("asks a server that is asked too often no further", () => {
    const result = { outcome: "failed", code: "FEED_THROTTLED", reason: "429", retryAfterMs: 7_000 };
    expect(fetchOf(inOrder(throttled))).toMatchObject({ asked: { length: 1 }, result });
    expect(fetchOf(inOrder(ABSENT, throttled))).toMatchObject({ asked: { length: 2 }, result });
    expect(fetchOf(inOrder(ABSENT, newest(9), throttled))).toMatchObject({ asked: { length: 3 }, result });
  });

  it("passes on what failed", () => {
    expect(fetchOf(inOrder(failed)).result).toMatchObject({
      outcome: "failed",
      code: "FEED_SERVER_ERROR",
    });
    expect(fetchOf(inOrder(refused)).result).toEqual({
      outcome: "blocked",
      code: "TOKEN_REFUSED",
      reason: "403",
    });
  });
});

describe("whatever a server responds", () => {
  const responses = fc.infiniteStream(
    fc.oneof(
      fc.constantFrom(ABSENT, FOUND, failed, throttled, refused),
      fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }).map(newest),
    ),
  );
  const knowns = fc.option(fc.integer({ min: 0, max: 20 }), { nil: null });

  it("downloads no other packet than the one that is next, and ends soon", () => {
    fc.assert(
      fc.property(responses, knowns, (stream, known) => {
        const { asked } = fetchOf(() => stream.next().value, known);
        expect(asked.length).toBeLessThanOrEqual(3 + PROBES);
        const numbers = (what: string) =>
          asked.flatMap((request) =>
            request.kind === what ? [(request as { sequence: number }).sequence] : [],
          );
        expect(new Set(numbers("packet"))).toEqual(new Set([10]));
        const ahead = Array.from({ length: PROBES }, (_, i) => 11 + i);
        expect(ahead).toEqual(expect.arrayContaining(numbers("probe")));
      }),
    );
  });

  it("is fetched only if it came, and lost only if it was absent twice and a later one is there", () => {
    fc.assert(
      fc.property(responses, knowns, (stream, known) => {
        const about: FeedResponse[] = [];
        const end = fetchOf((request) => {
          const response = stream.next().value;
          if (request.kind === "packet") about.push(response);
          return response;
        }, known);
        expect(end.result.outcome === "fetched").toBe(about.some(({ kind }) => kind === "found"));
        const isLost = end.result.outcome === "blocked" && end.result.code === "PACKET_LOST";
        if (!isLost) return;
        expect(about).toEqual([ABSENT, ABSENT]);
        expect(end.newest).toBeGreaterThan(10);
      }),
    );
  });
});
