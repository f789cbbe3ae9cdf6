import { schemas } from "@interlude/contracts";
import { type CandidateRecord, PROBABILITY_MEANING } from "@interlude/core-links";
import { describe, expect, it } from "vitest";
import { publishedCandidate, withoutMoments } from "./published-candidate.js";

interface Field {
  readonly name: string;
  readonly doc?: string;
}
const { fields } = JSON.parse(schemas["candidate-collaborations"]) as { readonly fields: readonly Field[] };

describe("a published candidate", () => {
  it("has a probability that means what it means elsewhere", () => {
    expect(fields.find(({ name }) => name === "probability")?.doc).toBe(PROBABILITY_MEANING);
  });

  it("says when, beside its record", () => {
    const candidate = publishedCandidate({ nameA: "A" } as CandidateRecord, {
      firstSeen: { epoch: 3, sequence: 2, at: 1_000 },
      stamp: { epoch: 5, sequence: 4, graphVersion: 9 },
    });
    expect(candidate).toEqual({
      nameA: "A",
      graphVersion: 9,
      epoch: 5,
      packetSequence: 4,
      firstSeenEpoch: 3,
      firstSeenSequence: 2,
      firstSeenAt: 1_000,
    });
    expect(withoutMoments(candidate)).toEqual({ nameA: "A" });
  });
});
