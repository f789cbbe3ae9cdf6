import { IngestionError, codeOf } from "./ingestion-error.js";

/** What the operating system says of a file that is there and may not be read; the rest may pass by itself. */
const REFUSALS: ReadonlySet<string> = new Set(["EACCES", "EPERM"]);

/** The error as one that is about the file, where it says that the file must not be read; else the error as it is. */
export function unreadableFile(file: string, error: unknown): unknown {
  const code = codeOf(error);
  if (!REFUSALS.has(code)) return error;
  return new IngestionError(
    "SOURCE_FILE_UNREADABLE",
    `${file} cannot be opened (${code}); let the user that ingestion runs as read it, or take it away`,
    { cause: error },
  );
}
