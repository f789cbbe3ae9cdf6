/** A table that is not CSV, or not the table that it should be. The message names the file and says what to do. */
export class CsvFormatError extends Error {
  override readonly name = "CsvFormatError";

  constructor(
    readonly code: "CSV_MALFORMED" | "CSV_HEADER_UNKNOWN",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
