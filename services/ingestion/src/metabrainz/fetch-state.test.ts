import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type FeedAnswer,
  type FeedConclusion,
  type FeedRequest,
  PROBES,
  askFor,
  decide,
} from "./fetch-state.js";

const ABSENT: FeedAnswer = { answer: "absent" };
const THERE: FeedAnswer = { answer: "there", newest: null };
const newest = (sequence: number | null): FeedAnswer => ({ answer: "there", newest: sequence });
const trouble: FeedAnswer = {
  answer: "trouble",
  code: "FEED_SERVER_ERROR",
  reason: "503",
  retryAfterMs: null,
};
const throttled: FeedAnswer = {
  answer: "trouble",
  code: "FEED_THROTTLED",
  reason: "429",
  retryAfterMs: 7_000,
};
const refused: FeedAnswer = { answer: "stop", code: "TOKEN_REFUSED", reason: "403" };

interface Course {
  readonly asked: FeedRequest[];
  readonly conclusion: FeedConclusion;
  readonly newest: number | null;
}

function course(
  answer: (request: FeedRequest, nth: number) => FeedAnswer,
  known: number | null = null,
): Course {
  const asked: FeedRequest[] = [];
  let inquiry = askFor(10, known);
  for (;;) {
    asked.push(inquiry.request);
    const decision = decide(inquiry, answer(inquiry.request, asked.length));
    if (decision.conclusion !== null) return { asked, ...decision };
    inquiry = decision.inquiry;
  }
}

const said = (asked: readonly FeedRequest[]) =>
  asked.map((request) => (request.ask === "newest" ? "newest" : `${request.ask} ${request.sequence}`));
const inOrder =
  (...answers: FeedAnswer[]) =>
  (_: FeedRequest, nth: number) =>
    answers[nth - 1]!;

describe("asking for a packet", () => {
  it("takes one that is there, and learns how far the server is", () => {
    const { asked, ...end } = course(inOrder(THERE, newest(15)));
    expect(said(asked)).toEqual(["packet 10", "newest"]);
    expect(end).toEqual({ conclusion: { outcome: "fetched" }, newest: 15 });
  });

  it("does not ask how far the server is while it is known to be further", () => {
    expect(course(inOrder(THERE), 12)).toMatchObject({ asked: { length: 1 }, newest: 12 });
  });

  it("takes the packet even when nobody says how far the server is", () => {
    for (const answer of [trouble, throttled, refused, ABSENT, newest(null), newest(3)]) {
      expect(course(inOrder(THERE, answer))).toMatchObject({
        conclusion: { outcome: "fetched" },
        newest: 10,
      });
    }
  });

  it("is caught up when neither the packet nor a later one is there", () => {
    const { asked, ...end } = course(inOrder(ABSENT, newest(9), ABSENT, ABSENT, ABSENT));
    expect(said(asked)).toEqual(["packet 10", "newest", "probe 11", "probe 12", "probe 13"]);
    expect(end).toEqual({ conclusion: { outcome: "caught-up" }, newest: 9 });
  });

  it("is caught up when looking for later ones does not work", () => {
    for (const answer of [trouble, refused]) {
      const answers = inOrder(ABSENT, answer, answer);
      expect(course(answers).conclusion).toEqual({ outcome: "caught-up" });
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
      inOrder(ABSENT, newest(null), ABSENT, THERE, ABSENT),
      12,
      ["packet 10", "newest", "probe 11", "probe 12", "packet 10"],
    ],
  ])("is lost when %s and it is still not there", (_, answers, last, requests) => {
    const end = course(answers);
    expect(said(end.asked)).toEqual(requests);
    expect(end).toMatchObject({
      conclusion: {
        outcome: "stopped",
        code: "PACKET_LOST",
        reason: expect.stringMatching(/has packet 12, but not 10.*newer/),
      },
      newest: last,
    });
  });

  it("is lost when a later one was known before, though the server says nothing now", () => {
    expect(course(inOrder(ABSENT, trouble, ABSENT), 12).conclusion).toMatchObject({ code: "PACKET_LOST" });
  });

  it("is not lost when it was published while a later one was looked for", () => {
    const answers = inOrder(ABSENT, newest(11), THERE);
    expect(course(answers).conclusion).toEqual({ outcome: "fetched" });
  });

  it("is not lost when replication-info is a little ahead of the files", () => {
    expect(course(inOrder(ABSENT, newest(10), ABSENT)).conclusion).toEqual({ outcome: "caught-up" });
  });

  it("asks a server that is asked too often no further", () => {
    const conclusion = { outcome: "trouble", code: "FEED_THROTTLED", reason: "429", retryAfterMs: 7_000 };
    expect(course(inOrder(throttled))).toMatchObject({ asked: { length: 1 }, conclusion });
    expect(course(inOrder(ABSENT, throttled))).toMatchObject({ asked: { length: 2 }, conclusion });
    expect(course(inOrder(ABSENT, newest(9), throttled))).toMatchObject({ asked: { length: 3 }, conclusion });
  });

  it("passes on what is in the way", () => {
    expect(course(inOrder(trouble)).conclusion).toMatchObject({
      outcome: "trouble",
      code: "FEED_SERVER_ERROR",
    });
    expect(course(inOrder(refused)).conclusion).toEqual({
      outcome: "stopped",
      code: "TOKEN_REFUSED",
      reason: "403",
    });
  });
});

describe("whatever a server answers", () => {
  const answers = fc.infiniteStream(
    fc.oneof(
      fc.constantFrom(ABSENT, THERE, trouble, throttled, refused),
      fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }).map(newest),
    ),
  );
  const knowns = fc.option(fc.integer({ min: 0, max: 20 }), { nil: null });

  it("downloads no other packet than the one that is next, and ends soon", () => {
    fc.assert(
      fc.property(answers, knowns, (stream, known) => {
        const { asked } = course(() => stream.next().value, known);
        expect(asked.length).toBeLessThanOrEqual(3 + PROBES);
        const numbers = (what: string) =>
          asked.flatMap((request) =>
            request.ask === what ? [(request as { sequence: number }).sequence] : [],
          );
        expect(new Set(numbers("packet"))).toEqual(new Set([10]));
        const ahead = Array.from({ length: PROBES }, (_, i) => 11 + i);
        expect(ahead).toEqual(expect.arrayContaining(numbers("probe")));
      }),
    );
  });

  it("has it fetched only where it came, and lost only where it was absent twice and a later one is there", () => {
    fc.assert(
      fc.property(answers, knowns, (stream, known) => {
        const about: FeedAnswer[] = [];
        const end = course((request) => {
          const answer = stream.next().value;
          if (request.ask === "packet") about.push(answer);
          return answer;
        }, known);
        expect(end.conclusion.outcome === "fetched").toBe(about.some(({ answer }) => answer === "there"));
        const isLost = end.conclusion.outcome === "stopped" && end.conclusion.code === "PACKET_LOST";
        if (!isLost) return;
        expect(about).toEqual([ABSENT, ABSENT]);
        expect(end.newest).toBeGreaterThan(10);
      }),
    );
  });
});
