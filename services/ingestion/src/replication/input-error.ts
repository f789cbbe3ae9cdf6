import { CsvFormatError } from "@interlude/core-csv";
import { ControlFileError, CopyTextError, LayoutError, PacketError } from "@interlude/core-musicbrainz";
import { ArchiveError } from "@interlude/infra-archives";
import { isKnownFinal } from "@interlude/stage";
import { letterText } from "../dead-letters/dead-letter.js";
import { IngestionError } from "../ingestion-error.js";

const INPUT_ERRORS = [
  IngestionError,
  ArchiveError,
  ControlFileError,
  LayoutError,
  PacketError,
  CopyTextError,
  CsvFormatError,
];

/** An error of the input: trying again cannot help until the input changes. */
export type InputError = InstanceType<(typeof INPUT_ERRORS)[number]>;

/** Whether the error is one of the input, rather than of the log, the database or this program. */
export function isInputError(error: unknown): error is InputError {
  return INPUT_ERRORS.some((kind) => error instanceof kind) && !isKnownFinal(error);
}

/** The error's message as text that can be stored and sent, with the files' names if it does not have them. */
export function inputErrorReason(error: InputError, files: readonly string[]): string {
  const names = files.join(", ");
  const isNamed = files.some((name) => error.message.includes(name));
  return letterText(isNamed ? error.message : `${names}: ${error.message}`);
}
