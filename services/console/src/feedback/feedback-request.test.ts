import { describe, expect, it } from "vitest";
import { parseFeedbackRequest } from "./feedback-request.js";

describe("a request that gives feedback", () => {
  it("needs no more than a verdict", () => {
    expect(parseFeedbackRequest({ verdict: "accepted" })).toEqual({
      verdict: "accepted",
      source: "console",
      comment: null,
    });
    expect(parseFeedbackRequest({ verdict: "rejected", source: " Ann ", comment: " " })).toEqual({
      verdict: "rejected",
      source: "Ann",
      comment: null,
    });
  });

  it.each([
    [{}],
    [{ verdict: "maybe" }],
    [{ verdict: ["accepted"] }],
    [{ verdict: "accepted", by: "Ann" }],
    [{ verdict: "accepted", source: 1 }],
    [{ verdict: "accepted", source: "x".repeat(101) }],
    [{ verdict: "accepted", comment: "x".repeat(1001) }],
    [{ verdict: "accepted", comment: "a\0b" }],
    [{ verdict: "accepted", comment: "\ud800" }],
  ])("is not %j", (body) => {
    expect(() => parseFeedbackRequest(body)).toThrow(
      expect.objectContaining({ status: 400, code: "BODY_INVALID" }),
    );
  });
});
