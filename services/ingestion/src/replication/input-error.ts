import { CsvFormatError } from "@interlude/core-csv";
import { ControlFileError, CopyTextError, LayoutError, PacketError } from "@interlude/core-musicbrainz";
import { ArchiveError } from "@interlude/infra-archives";
import { IngestionError } from "../ingestion-error.js";

/** An error that is about the input: trying again cannot help until the input changes. */
export type Refusal =
  | IngestionError
  | ArchiveError
  | ControlFileError
  | LayoutError
  | PacketError
  | CopyTextError
  | CsvFormatError;

/** Whether the input is at fault, rather than the log, the database or this program. */
export function isRefusal(error: unknown): error is Refusal {
  return [
    IngestionError,
    ArchiveError,
    ControlFileError,
    LayoutError,
    PacketError,
    CopyTextError,
    CsvFormatError,
  ].some((kind) => error instanceof kind);
}

/** What a refusal says, with the file's name where the error itself does not know it. */
export function refusalReason(error: Refusal, files: readonly string[]): string {
  const names = files.join(", ");
  return files.some((name) => error.message.includes(name)) ? error.message : `${names}: ${error.message}`;
}
