import type { DeadLetter, ServiceName } from "@interlude/contracts";
import type { LogRecord } from "../log/event-log.js";

/** What every dead letter says; the rest is known of some inputs only. */
type Required = "service" | "code" | "reason" | "epoch" | "ts";

/** A record that could not be processed, and why. */
export interface RejectedRecord {
  readonly record: Omit<LogRecord, "timestamp">;
  readonly code: string;
  readonly reason: string;
  /** The epoch that was open. */
  readonly epoch: number;
}

/** How much of each a dead letter holds: it must fit where it is sent, whatever it is of. */
const MAX_BYTES = { value: 512 * 1024, key: 16 * 1024, reason: 16 * 1024, headers: 64 * 1024 };
/** Header of a dead letter that holds only a part of the record: how many bytes the record's value has. */
const VALUE_BYTES_HEADER = "interlude-value-bytes";

/**
 * Input that could not be processed, as it is kept for a replay: the record or part of a file that it was, where it came
 * from, and why. What is not known is null.
 */
export function deadLetter(known: Pick<DeadLetter, Required> & Partial<DeadLetter>): DeadLetter {
  return {
    topic: null,
    partition: null,
    offset: null,
    file: null,
    line: null,
    key: null,
    value: null,
    headers: {},
    ...known,
  };
}

/**
 * The dead letter of a record: as much of it as is sure to fit a record. The store has the whole.
 * @param timestamp of the record, in milliseconds
 */
export function deadLetterOf(
  service: ServiceName,
  { record, code, reason, epoch }: RejectedRecord,
  timestamp: number,
): DeadLetter {
  const { topic, partition, offset, key, value, headers } = record;
  const length = value?.length ?? 0;
  const kept = Buffer.byteLength(JSON.stringify(headers)) > MAX_BYTES.headers ? {} : headers;
  return deadLetter({
    service,
    code,
    // What the cut leaves of a surrogate pair has no UTF-8 form.
    reason: Buffer.from(reason.slice(0, MAX_BYTES.reason)).toString(),
    topic,
    partition,
    offset: Number(offset),
    epoch,
    key: key?.subarray(0, MAX_BYTES.key) ?? null,
    value: value?.subarray(0, MAX_BYTES.value) ?? null,
    headers: length > MAX_BYTES.value ? { ...kept, [VALUE_BYTES_HEADER]: String(length) } : { ...kept },
    ts: timestamp * 1000,
  });
}
