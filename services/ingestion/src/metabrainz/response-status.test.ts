import { describe, expect, it } from "vitest";
import { responseOfStatus } from "./response-status.js";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const received = { retryAfter: null, redirect: null, host: "metabrainz.org", hasToken: true, now: NOW };

describe("MetaBrainz's status codes", () => {
  it.each([
    [400, true, "blocked", "TOKEN_REFUSED"],
    [403, true, "blocked", "TOKEN_REFUSED"],
    [400, false, "blocked", "TOKEN_MISSING"],
    [429, true, "failed", "FEED_THROTTLED"],
    [500, true, "failed", "FEED_SERVER_ERROR"],
    [503, true, "failed", "FEED_SERVER_ERROR"],
    [418, true, "failed", "FEED_UNEXPECTED_ANSWER"],
    [302, true, "failed", "FEED_UNEXPECTED_ANSWER"],
  ])("%i with token %j is %s %s", (status, hasToken, kind, code) => {
    expect(responseOfStatus({ ...received, status, hasToken })).toMatchObject({ kind, code });
  });

  it("tells a packet and its absence", () => {
    expect(responseOfStatus({ ...received, status: 200 })).toBeNull();
    expect(responseOfStatus({ ...received, status: 404 })).toEqual({ kind: "absent" });
  });

  it("says where a token comes from and goes to", () => {
    expect(responseOfStatus({ ...received, status: 403 })).toMatchObject({
      reason: expect.stringMatching(/metabrainz\.org\/profile.*INGESTION_TOKEN_FILE.*METABRAINZ_TOKEN/),
    });
  });

  it("passes on what Retry-After asks for", () => {
    expect(responseOfStatus({ ...received, status: 429, retryAfter: "120" })).toMatchObject({
      retryAfterMs: 120_000,
    });
  });
});
