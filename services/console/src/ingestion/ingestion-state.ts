import type { IngestionStatus, Omission } from "@interlude/contracts";

/** The status of ingestion, as the API has it. */
export interface IngestionState {
  /** What it does, waits for or is stopped by; null while all that there is has been published. */
  readonly note: string | null;
  /** Code of what it is stopped at; null while it is not stopped. */
  readonly code: string | null;
  /** Part of the file at hand that has been read, from 0 to 1; null while none is read. */
  readonly progress: number | null;
  /** Packets known to exist after the one that is reached; null if no packet can follow. */
  readonly packetsBehind: number | null;
  /** TIMESTAMP of the newest dump or packet that is published, ISO 8601. */
  readonly upTo: string | null;
  /** What was not taken in as it is: files that are left alone, then parts of those that were read last. */
  readonly omissions: readonly Omission[];
  /** When it said so, ISO 8601. */
  readonly saidAt: string;
}

export function ingestionState({ upTo, ts, ...rest }: IngestionStatus): IngestionState {
  return { ...rest, upTo: upTo === null ? null : isoTime(upTo), saidAt: isoTime(ts) };
}

function isoTime(microseconds: number): string {
  return new Date(microseconds / 1000).toISOString();
}
