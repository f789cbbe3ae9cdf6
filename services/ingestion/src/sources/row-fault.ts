import { AcousticBrainzError } from "@interlude/core-acousticbrainz";
import { CopyTextError, PendingDataError, RowError } from "@interlude/core-musicbrainz";
import { PopularityError } from "@interlude/core-popularity";
import { codeOf, faultOf, reasonOf } from "@interlude/stage";
import type { DroppedValue } from "../writer/epoch-writer.js";

const ROW_ERRORS = [CopyTextError, PendingDataError, RowError, AcousticBrainzError, PopularityError];

/** What is said of a value that is null in the row that is sent. */
export function droppedValue({
  code,
  table,
  column,
  reason,
}: RowError): Pick<DroppedValue, "code" | "field" | "reason"> {
  return { code, field: `${table}.${column}`, reason };
}

/**
 * The code and reason for which a row or document becomes a dead letter.
 * @throws the error itself if the row is not to blame for it
 */
export function rowFault(error: unknown): { readonly code: string; readonly reason: string } {
  if (faultOf(error) !== "record" && !ROW_ERRORS.some((kind) => error instanceof kind)) throw error;
  return { code: codeOf(error), reason: reasonOf(error) };
}
