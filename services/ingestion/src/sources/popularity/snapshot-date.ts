import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { dateInName, isDay } from "@interlude/core-popularity";
import { unreadableFile } from "@interlude/infra-archives";
import { codeOf } from "@interlude/stage";
import { IngestionError } from "../../ingestion-error.js";

/** Of a file beside a snapshot that holds something else than a day. */
const SHOWN_CHARACTERS = 60;

/** The day that a snapshot stands for. */
interface SnapshotDate {
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly from: "name" | "sidecar" | "configuration" | "modification";
}

/**
 * Where a snapshot's day is from: a date in its name; else what the file beside it, `<name>.as-of`, says; else what is
 * configured; else the day the file was last written (UTC), which says when it was copied rather than taken.
 * @param configured `YYYY-MM-DD`, or null
 * @throws IngestionError `POPULARITY_AS_OF_INVALID`
 */
export async function snapshotDate(path: string, configured: string | null): Promise<SnapshotDate> {
  const named = dateInName(basename(path));
  if (named !== null) return { asOf: named, from: "name" };
  const sidecar = await sidecarDate(path);
  if (sidecar !== null) return { asOf: sidecar, from: "sidecar" };
  if (configured !== null) return { asOf: configured, from: "configuration" };
  return { asOf: (await stat(path)).mtime.toISOString().slice(0, 10), from: "modification" };
}

/**
 * What the file beside a snapshot says of its day, without space around it; null if there is no such file. Of one that
 * is no day, no more than its beginning.
 * @throws ArchiveError `SOURCE_FILE_UNREADABLE`
 */
export async function sidecarText(path: string): Promise<string | null> {
  const sidecar = `${path}.as-of`;
  const text = await readFile(sidecar, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return null;
    throw unreadableFile(basename(sidecar), error);
  });
  return text?.trim().slice(0, SHOWN_CHARACTERS) ?? null;
}

async function sidecarDate(path: string): Promise<string | null> {
  const text = await sidecarText(path);
  if (text === null || isDay(text)) return text;
  throw new IngestionError(
    "POPULARITY_AS_OF_INVALID",
    `${basename(path)}.as-of holds ${JSON.stringify(text)}; write the day that the snapshot stands for, YYYY-MM-DD`,
  );
}
