/** What went wrong with the mirrors as a whole; the code is stable. */
export class MirrorError extends Error {
  constructor(
    readonly code: "SWAP_BLOCKED",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "MirrorError";
  }
}
