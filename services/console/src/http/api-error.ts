/** A request that cannot be answered; sent as `{ code, message }`. */
export class ApiError extends Error {
  constructor(
    /** HTTP status. */
    readonly status: 400 | 404 | 503,
    readonly code:
      | "PARAMETER_INVALID"
      | "PARAMETER_REPEATED"
      | "PARAMETER_UNKNOWN"
      | "CURSOR_INVALID"
      | "ARTIST_UNKNOWN"
      | "NOT_A_CANDIDATE"
      | "ADDRESS_UNKNOWN"
      | "STREAM_FULL",
    message: string,
  ) {
    super(message);
    this.name = "ApiError";
  }
}
