import { PARTITIONS_HEADER } from "@interlude/contracts";
import { type LogRecord, layoutChanged } from "../log/event-log.js";

/**
 * A marker says how many partitions its topic had for the one who wrote it. Where that is another number than this process
 * waits for, an epoch would complete without the records of the others.
 * @throws EventLogError `LAYOUT_CHANGED`
 */
export function refuseChangedLayout(
  { topic, headers }: LogRecord,
  partitions: ReadonlyMap<string, number>,
): void {
  const marked = Number(headers[PARTITIONS_HEADER]);
  const known = partitions.get(topic);
  // Markers from before they said so have no such header.
  if (Number.isSafeInteger(marked) && known !== undefined && marked !== known) {
    throw layoutChanged(topic, known, marked);
  }
}
