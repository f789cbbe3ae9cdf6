import type { Omission } from "../history/epoch.js";
import { IngestionError } from "../ingestion-error.js";

/** Why a strict ingestion stops: the first part of its input that cannot be taken in as it is. */
export function omissionRefused({
  file,
  code,
  field,
  example,
}: Pick<Omission, "file" | "code" | "field" | "example">): IngestionError {
  const named = field === null ? "" : ` (${field})`;
  return new IngestionError(
    "OMISSION_REFUSED",
    `${file}: ${code}${named}: ${example}. With --strict (INGESTION_STRICT) nothing is set aside, so it stops here and ` +
      "publishes no more: mend the file, or run without --strict to set aside what is wrong and go on",
  );
}
