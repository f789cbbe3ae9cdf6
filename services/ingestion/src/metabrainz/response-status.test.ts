import { describe, expect, it } from "vitest";
import { answerToStatus } from "./response-status.js";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const answered = { retryAfter: null, redirect: null, host: "metabrainz.org", hasToken: true, now: NOW };

describe("MetaBrainz's status codes", () => {
  it.each([
    [400, true, "stop", "TOKEN_REFUSED"],
    [403, true, "stop", "TOKEN_REFUSED"],
    [400, false, "stop", "TOKEN_MISSING"],
    [429, true, "trouble", "FEED_THROTTLED"],
    [500, true, "trouble", "FEED_SERVER_ERROR"],
    [503, true, "trouble", "FEED_SERVER_ERROR"],
    [418, true, "trouble", "FEED_UNEXPECTED_ANSWER"],
    [302, true, "trouble", "FEED_UNEXPECTED_ANSWER"],
  ])("%i with token %j is %s %s", (status, hasToken, answer, code) => {
    expect(answerToStatus({ ...answered, status, hasToken })).toMatchObject({ answer, code });
  });

  it("tells a packet and its absence", () => {
    expect(answerToStatus({ ...answered, status: 200 })).toBeNull();
    expect(answerToStatus({ ...answered, status: 404 })).toEqual({ answer: "absent" });
  });

  it("says where a token comes from and goes to", () => {
    expect(answerToStatus({ ...answered, status: 403 })).toMatchObject({
      reason: expect.stringMatching(/metabrainz\.org\/profile.*INGESTION_TOKEN_FILE.*METABRAINZ_TOKEN/),
    });
  });

  it("passes on what Retry-After asks for", () => {
    expect(answerToStatus({ ...answered, status: 429, retryAfter: "120" })).toMatchObject({
      retryAfterMs: 120_000,
    });
  });
});
