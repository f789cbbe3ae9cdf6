import type { CandidateFeedback } from "@interlude/contracts";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { CandidateDetail, FeedbackItem } from "../index.js";
import { ConsoleApp } from "../testing/console-app.js";
import { candidateOf, deltaOf, numberedMbid } from "../testing/records.js";

let test: TestDatabase;
let app: ConsoleApp;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "console");
  app = await ConsoleApp.start(test.database);
  await app.deliver({
    deltas: [deltaOf(1, 9)],
    candidates: [candidateOf(1, 2, { logit: -0.5 }), candidateOf(1, 3)],
  });
  await app.complete(1, "dump");
});
afterAll(async () => {
  await app?.close();
  await test?.dispose();
});
beforeEach(async () => {
  await test.database.query("truncate feedback");
  app.published.length = 0;
});

const JSON_TYPE = { "content-type": "application/json" };
const path = (a: number, b: number) => `/api/candidates/${numberedMbid(a)}/${numberedMbid(b)}/feedback`;
const give = (a: number, b: number, body: unknown) =>
  app.send("POST", path(a, b), { headers: JSON_TYPE, body: JSON.stringify(body) });

const PAIR = { artistA: numberedMbid(1), artistB: numberedMbid(2) };
const EVIDENCE = {
  probability: 0.5,
  logit: -0.5,
  commonNeighbours: 3,
  modelId: "link-0001",
  graphVersion: 7,
};

describe("POST /api/candidates/:a/:b/feedback", () => {
  it("keeps what a reader says with the evidence that was shown, and shows it again", async () => {
    const given = { verdict: "rejected", source: "Ann", comment: "<b>same person</b>" };
    const { status, body } = await give(2, 1, given);
    const kept = { ...PAIR, ...given, ...EVIDENCE, givenAt: expect.stringMatching(/^20.*Z$/) };
    expect([status, body]).toEqual([200, kept]);
    expect((await app.get(path(1, 2))).body).toEqual(kept);
    expect((await app.get("/api/feedback?verdict=rejected")).body).toEqual({ feedback: [kept] });
    expect((await app.get("/api/feedback?verdict=accepted")).body).toEqual({ feedback: [] });
    const detail = (await app.get(path(1, 2).replace("/feedback", ""))).body as CandidateDetail;
    expect(detail.feedback).toEqual(kept);
  });

  it("takes nothing on a pair that is no candidate", async () => {
    for (const [a, b] of [
      [1, 9],
      [5, 6],
    ] as const) {
      expect(await give(a, b, { verdict: "accepted" })).toMatchObject({
        status: 404,
        body: { code: "NOT_A_CANDIDATE" },
      });
    }
    expect((await test.database.query("select from feedback")).length).toBe(0);
  });

  it.each([
    [{ "content-type": "text/plain" }, '{"verdict":"accepted"}', 415, "CONTENT_TYPE_UNSUPPORTED"],
    [
      { "content-type": "application/x-www-form-urlencoded" },
      "verdict=accepted",
      415,
      "CONTENT_TYPE_UNSUPPORTED",
    ],
    [JSON_TYPE, "{", 400, "BODY_INVALID"],
    [JSON_TYPE, '{"verdict":"maybe"}', 400, "BODY_INVALID"],
    [JSON_TYPE, `{"verdict":"accepted","comment":"${"x".repeat(200_000)}"}`, 413, "BODY_TOO_LARGE"],
  ])("refuses %j %.30s", async (headers, body, status, code) => {
    expect(await app.send("POST", path(1, 2), { headers, body })).toEqual({
      status,
      body: { code, message: expect.any(String) },
    });
    expect((await app.get(path(1, 2))).status).toBe(404);
  });

  it("says nothing that would let another site's page send it", async () => {
    const preflight = await fetch(`${app.url}${path(1, 2)}`, {
      method: "OPTIONS",
      headers: { origin: "http://elsewhere.example", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(404);
    expect([...preflight.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe("what readers say", () => {
  it("is published once, the newest of each pair", async () => {
    await give(1, 2, { verdict: "accepted" });
    const { body } = await give(1, 2, { verdict: "rejected" });
    await give(1, 3, { verdict: "accepted" });
    await app.publishFeedback();
    await app.publishFeedback();
    const { givenAt, ...said } = body as FeedbackItem;
    const value = { ...said, ts: expect.any(Number) };
    const ofPair = app.published.filter(({ key }) => key === `${PAIR.artistA}:${PAIR.artistB}`);
    expect(ofPair).toEqual([{ topic: "candidate-feedback", key: expect.any(String), value }]);
    const { ts } = ofPair[0]!.value as CandidateFeedback;
    expect(Math.floor(ts / 1000)).toBe(Date.parse(givenAt));
    expect(app.published).toHaveLength(2);
  });

  it("is withdrawn by a tombstone, and then forgotten", async () => {
    await give(1, 2, { verdict: "rejected" });
    await app.publishFeedback();
    expect(await app.send("DELETE", path(1, 2))).toEqual({ status: 204, body: null });
    expect(await app.send("DELETE", path(1, 2))).toMatchObject({
      status: 404,
      body: { code: "NO_FEEDBACK" },
    });
    await app.publishFeedback();
    expect(app.published.map(({ value }) => value === null)).toEqual([false, true]);
    expect((await test.database.query("select from feedback")).length).toBe(0);
  });

  it("gets a later time than what it replaces, whatever the clock says", async () => {
    await give(1, 2, { verdict: "accepted" });
    await test.database.query("update feedback set ts = ts + 60000000");
    await app.publishFeedback();
    await give(1, 2, { verdict: "rejected" });
    await app.publishFeedback();
    const [first, second] = app.published.map(({ value }) => (value as { ts: number }).ts);
    expect(second).toBeGreaterThan(first!);
  });

  it("can be changed while the pair is hidden because of it", async () => {
    await give(1, 2, { verdict: "rejected" });
    await app.deliver({ candidates: [[`${PAIR.artistA}:${PAIR.artistB}`, null]] });
    expect(await app.get(path(1, 2).replace("/feedback", ""))).toMatchObject({
      status: 404,
      body: { code: "NOT_A_CANDIDATE", message: expect.stringContaining("a reader rejected them") },
    });
    expect(await give(1, 2, { verdict: "accepted" })).toMatchObject({
      status: 200,
      body: { verdict: "accepted", ...EVIDENCE },
    });
  });
});
