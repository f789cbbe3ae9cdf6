export type SampleErrorCode = "SAMPLE_BAD_OPTION" | "SAMPLE_INVARIANT";

/** What went wrong in the sample world: an option out of range, or a bug in the generator itself. */
export class SampleError extends Error {
  override readonly name = "SampleError";

  constructor(
    readonly code: SampleErrorCode,
    message: string,
  ) {
    super(message);
  }
}
