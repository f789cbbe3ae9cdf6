/** A request that is refused; sent as `{ code, message }`. Codes are stable: programs act on them. */
export class ApiError extends Error {
  override readonly name: string = "ApiError";

  constructor(
    /** HTTP status. */
    readonly status: number,
    readonly code: string,
    message: string,
    /** Sent as `Retry-After`; null sends none. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }
}

/** A request for an address that does not exist, or not for its method. */
export class NotFoundError extends ApiError {
  override readonly name = "NotFoundError";

  constructor(message: string) {
    super(404, "ADDRESS_UNKNOWN", message);
  }
}
