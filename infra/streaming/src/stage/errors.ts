/** What went wrong in a stage; the code is stable. */
export class StageError extends Error {
  constructor(
    readonly code: "EPOCH_FAILED" | "BATCH_FAILED" | "HANDLER_MISSING" | "INPUT_WITHOUT_MARKERS",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "StageError";
  }
}
