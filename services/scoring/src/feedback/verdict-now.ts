import { type Evidence, hasRisen } from "@interlude/core-links";
import type { PairFeedback } from "./feedback.repository.js";

/** What feedback on a pair comes to on the evidence that there is now. */
export interface VerdictNow {
  /** A reader accepted it: it stays a candidate whatever its score. */
  readonly isAccepted: boolean;
  /** A reader rejected it, on evidence that has not risen materially since. */
  readonly isRejected: boolean;
}

/** Of a pair on which there is no feedback. */
export const NO_VERDICT: VerdictNow = { isAccepted: false, isRejected: false };

/** A function of the feedback in force and the evidence now, whatever was between. */
export function verdictNow(
  feedback: Pick<PairFeedback, "verdict" | "logit" | "commonNeighbours"> | null,
  now: Evidence,
): VerdictNow {
  if (feedback === null) return NO_VERDICT;
  const isAccepted = feedback.verdict === "accepted";
  return { isAccepted, isRejected: !isAccepted && !hasRisen(now, feedback) };
}
