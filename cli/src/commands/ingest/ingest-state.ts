import type { ScreenState } from "@interlude/infra-local";
import type { ServiceStatus } from "@interlude/infra-runtime";
import type { DownloadProgress } from "./dump-download.js";

/** What the live screen shows while one thing is ingested: what ingestion says, and what it has come to. */
export function noteState(status: ServiceStatus | null, note: string | null): ScreenState {
  const stages =
    status === null
      ? []
      : [{ name: "ingestion", state: "ready", total: status.published, memoryBytes: status.memory }];
  return { stages, totals: {}, notes: note === null ? [] : [note] };
}

/** "fetching mbdump.tar.bz2: 43 % of 7,012 MB". */
export function describeDownload({ file, bytes, totalBytes }: DownloadProgress): string {
  if (totalBytes === null || totalBytes === 0) return `fetching ${file}: ${megabytes(bytes)}`;
  return `fetching ${file}: ${Math.floor((bytes * 100) / totalBytes)} % of ${megabytes(totalBytes)}`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
}
