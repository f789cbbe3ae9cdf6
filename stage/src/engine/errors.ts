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

/** The code of whatever was thrown: our own, PostgreSQL's SQLSTATE, the system's; `HANDLER_FAILED` where it has none. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
  return typeof code === "string" ? code : "HANDLER_FAILED";
}

/** Whether what failed may succeed when it is tried again: the error says so itself. */
export function isRetriable(error: unknown): boolean {
  return error instanceof Error && (error as Error & { retriable?: unknown }).retriable === true;
}
