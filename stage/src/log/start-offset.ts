import { EventLogError, type TopicPartition } from "./event-log.js";

/** What a partition holds. */
export interface OffsetRange extends TopicPartition {
  /** Offset of the oldest record that is kept. */
  readonly earliest: bigint;
  /** Offset after the newest record. */
  readonly end: bigint;
}

/**
 * Offset at which to begin a partition: the stored one, or that of the oldest record if nothing or 0 is stored.
 * @throws EventLogError `OFFSET_LOST` if the log does not have that offset: its record was deleted before it was read, or
 *   the topic is another one than the store knows. To go on would lose records silently.
 */
export function startOffset(
  name: string,
  stored: bigint | undefined,
  { earliest, end }: OffsetRange,
): bigint {
  if (stored === undefined || stored === 0n) return earliest;
  if (stored < earliest) {
    throw new EventLogError(
      "OFFSET_LOST",
      `Partition ${name} has been read up to ${stored}, but begins at ${earliest} by now: ` +
        `retention or an operator deleted records that were never read; run interlude rebuild for this service`,
    );
  }
  if (stored > end) {
    throw new EventLogError(
      "OFFSET_LOST",
      `Partition ${name} has been read up to ${stored}, but ends at ${end}: the topic was created anew or ` +
        `lost records; run interlude rebuild for its producer, then for this service`,
    );
  }
  return stored;
}
