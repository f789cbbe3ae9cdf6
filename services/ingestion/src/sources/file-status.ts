import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { ArchiveError } from "@interlude/infra-archives";
import { codeOf } from "@interlude/stage";

/**
 * The status of a file; null if it is gone. Any other failure says nothing of that.
 * @throws ArchiveError `SOURCE_FILE_UNREADABLE`
 */
export async function fileStatus(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw unreadableFile(basename(path), "looked up", error);
  }
}

/** @param action what failed, as in "read" */
export function unreadableFile(file: string, action: string, error: unknown): ArchiveError {
  return new ArchiveError(
    "SOURCE_FILE_UNREADABLE",
    `${file} cannot be ${action} (${codeOf(error)}); let the user that ingestion runs as read it, or take it away`,
    { cause: error },
  );
}
