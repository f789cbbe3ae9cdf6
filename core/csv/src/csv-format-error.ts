/** A table that is not the one that it should be. The message names the file and says what to do. */
export class CsvFormatError extends Error {
  override readonly name = "CsvFormatError";

  constructor(
    readonly code: "CSV_HEADER_UNKNOWN",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
