import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { dateInName, isDay } from "@interlude/core-popularity";
import { unreadableFile } from "@interlude/infra-archives";
import { codeOf } from "@interlude/stage";
import { IngestionError } from "../../ingestion-error.js";

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

async function sidecarDate(path: string): Promise<string | null> {
  const sidecar = `${path}.as-of`;
  const text = await readFile(sidecar, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return null;
    throw unreadableFile(basename(sidecar), error);
  });
  if (text === null) return null;
  if (isDay(text.trim())) return text.trim();
  throw new IngestionError(
    "POPULARITY_AS_OF_INVALID",
    `${basename(sidecar)} holds ${JSON.stringify(text.slice(0, 60))}; write the day that the snapshot stands for, YYYY-MM-DD`,
  );
}
