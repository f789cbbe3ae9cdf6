import type { CandidateCollaboration } from "../generated/types.js";

/** A candidate of which a test names only the fields that it is about. */
export function someCandidate(fields: Partial<CandidateCollaboration>): CandidateCollaboration {
  return {
    artistA: "a",
    artistB: "b",
    nameA: "A",
    nameB: "B",
    probability: 0.5,
    logit: 0,
    intercept: 0,
    contributions: [],
    commonNeighbours: 1,
    adamicAdar: 1,
    preferentialAttachment: 1,
    operatingPoints: [],
    modelId: "m",
    graphVersion: 1,
    epoch: 1,
    packetSequence: 1,
    firstSeenEpoch: 1,
    firstSeenSequence: 1,
    firstSeenAt: 1_700_000_000_000,
    decisionThreshold: 0.4,
    coldStart: false,
    accepted: false,
    cosine: 0.5,
    strongestNeighbours: [],
    ...fields,
  };
}
