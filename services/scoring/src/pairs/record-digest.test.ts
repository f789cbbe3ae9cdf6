import { type CandidateRecord, allCandidates, candidateRecord, worldOf } from "@interlude/core-links";
import { CollaborationGraph } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import { describe, expect, it } from "vitest";
import { model } from "../testing/fixed-training.js";
import { publishedCandidate } from "./published-candidate.js";
import { publishedDigest, recordDigest } from "./record-digest.js";

function records(): CandidateRecord[] {
  const graph = new CollaborationGraph();
  [1, 3, 4].forEach((other, n) => graph.set(numberedMbid(2), numberedMbid(other), 1, n));
  const context = { model, threshold: 0, nameOf: (mbid: string) => mbid, isAccepted: false };
  return allCandidates(worldOf(graph, model.asOf, null), model, 0).map((one) =>
    candidateRecord(one, context),
  );
}

/** The same in another order, as what is decoded has its own. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
}

describe("the digest of a record", () => {
  it("is that of the candidate on the topic, whatever the order of its fields and whenever it is of", () => {
    const all = records();
    expect(all).toHaveLength(3);
    for (const record of all) {
      const published = publishedCandidate(record, {
        firstSeen: { epoch: 3, sequence: 2, at: 1_000 },
        stamp: { epoch: 5, sequence: 4, graphVersion: 9 },
      });
      expect(publishedDigest(reversed(published) as typeof published)).toBe(recordDigest(record));
    }
  });

  it("is another one if any field is", () => {
    const [record] = records();
    const digest = recordDigest(record!);
    for (const field of Object.keys(record!))
      expect(recordDigest({ ...record!, [field]: "x" })).not.toBe(digest);
  });
});
