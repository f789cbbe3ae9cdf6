/** Header of a tombstone of candidate-collaborations: why the candidate was withdrawn. */
export const WITHDRAWAL_REASON_HEADER = "withdrawal-reason";

/**
 * Why a candidate is withdrawn: the two recorded together; the probability fell below the threshold, or nothing is left to
 * score; one of the two has left the catalogue and the graph; a reader rejected it; no model reaches an operating point.
 */
export const WITHDRAWAL_REASONS = [
  "collaborated",
  "below-threshold",
  "artist-vanished",
  "rejected",
  "no-model",
] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

/** The reason that a tombstone's headers give; null if they give none that is known, as those of a rebuild. */
export function withdrawalReasonOf(headers: Readonly<Record<string, unknown>>): WithdrawalReason | null {
  const given = headers[WITHDRAWAL_REASON_HEADER];
  return WITHDRAWAL_REASONS.find((reason) => reason === given) ?? null;
}
