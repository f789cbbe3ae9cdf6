import { InterludeError, codeOf } from "@interlude/stage";

/** Why an archive, its checksum or its signature cannot be used. The message names the file and says what to do. */
export class ArchiveError extends InterludeError<
  | "ARCHIVE_DAMAGED"
  | "ARCHIVE_TOO_LARGE"
  | "ARCHIVE_MEMBER_REFUSED"
  | "DECOMPRESSOR_MISSING"
  | "SOURCE_FILE_UNREADABLE"
  | "CHECKSUMS_MALFORMED"
  | "CHECKSUM_MISMATCH"
  | "CHECKSUM_MISSING"
  | "SIGNATURE_MISSING"
  | "SIGNATURE_INVALID"
  | "KEYRING_UNUSABLE"
> {}

/** Whether the operating system failed (a full disk, a network file system): what it was asked for is not to blame. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

/** What the operating system says of a file that exists and may not be read; other errors may pass by themselves. */
const PERMISSION_CODES: ReadonlySet<string> = new Set(["EACCES", "EPERM"]);

/** `SOURCE_FILE_UNREADABLE` if the error says that the file must not be read; else the error as it is. */
export function unreadableFile(file: string, error: unknown): unknown {
  const code = codeOf(error);
  if (!PERMISSION_CODES.has(code)) return error;
  return new ArchiveError(
    "SOURCE_FILE_UNREADABLE",
    `${file} cannot be opened (${code}); let the user that ingestion runs as read it, or take it away`,
    { cause: error },
  );
}
