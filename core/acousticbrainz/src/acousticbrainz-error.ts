/** What an AcousticBrainz document or row holds cannot be read. The message says what is wrong with it. */
export class AcousticBrainzError extends Error {
  override readonly name = "AcousticBrainzError";

  constructor(
    readonly code: "DOCUMENT_MALFORMED" | "JSON_TOO_DEEP" | "FEATURES_MALFORMED",
    message: string,
  ) {
    super(message);
  }
}
