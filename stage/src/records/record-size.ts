import { EventLogError, type OutgoingRecord } from "../log/event-log.js";

/**
 * Of key, value and headers together. Topics take batches of 8 MiB after compression; what does not compress must fit as
 * well, with the batch around it.
 */
export const MAX_RECORD_BYTES = 7 * 1024 * 1024;
/** Of the lengths before a header's name and text. */
const HEADER_OVERHEAD = 10;

/**
 * Refuses a record that the log would refuse: where it is made the cause can be set aside, behind the outbox it would
 * stop everything.
 * @throws EventLogError `VALUE_TOO_LARGE`
 */
export function refuseLargeRecord({
  topic,
  key,
  value,
  headers,
}: Omit<OutgoingRecord, "headers"> & Partial<OutgoingRecord>): void {
  let bytes = (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, text] of Object.entries(headers ?? {})) {
    bytes += HEADER_OVERHEAD + Buffer.byteLength(name) + Buffer.byteLength(text);
  }
  if (bytes <= MAX_RECORD_BYTES) return;
  throw new EventLogError(
    "VALUE_TOO_LARGE",
    `A record of ${bytes} bytes for ${topic} is larger than the ${MAX_RECORD_BYTES} that the log is sure to take`,
  );
}
