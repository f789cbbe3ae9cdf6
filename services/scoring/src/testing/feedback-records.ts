import type { CandidateFeedback } from "@interlude/contracts";
import { numberedMbid } from "@interlude/core-graph/testing";

/** Feedback on a pair of numbered artists, `a` before `b`: a rejection unless told otherwise. */
export function feedbackOf(a: number, b: number, fields: Partial<CandidateFeedback> = {}): CandidateFeedback {
  return {
    artistA: numberedMbid(a),
    artistB: numberedMbid(b),
    verdict: "rejected",
    source: "a reader",
    comment: null,
    probability: 0.5,
    logit: 0,
    commonNeighbours: 2,
    modelId: "link-0000000000000001",
    graphVersion: 1,
    ts: 1,
    ...fields,
  };
}
