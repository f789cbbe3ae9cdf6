import type { CandidateFeedback } from "@interlude/contracts";

/** Feedback as the API has it. */
export interface FeedbackItem extends Omit<CandidateFeedback, "ts"> {
  /** ISO 8601. */
  readonly givenAt: string;
}

export function feedbackItem({ ts, ...rest }: CandidateFeedback): FeedbackItem {
  return { ...rest, givenAt: new Date(ts / 1000).toISOString() };
}
