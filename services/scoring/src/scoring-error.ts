/** What stops scoring. Codes are stable. */
export class ScoringError extends Error {
  override readonly name = "ScoringError";

  constructor(
    readonly code: "SCORING_DELTA_GAP",
    message: string,
  ) {
    super(message);
  }
}
