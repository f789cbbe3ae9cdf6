import { MARKER_KEY, type Marker, topicNamed } from "@interlude/contracts";
import type { Codec } from "../codec/codec.js";
import { faultOf, reasonOf } from "../errors.js";
import type { LogRecord, PartitionBatch } from "../log/event-log.js";
import { isMarker } from "../records/markers.js";
import { epochHeader } from "./slice.js";

/** What a record that says it is a marker turned out to be: a marker, or why it can be none. */
export type MarkerReading = Marker | { readonly reason: string };

/** Reads every marker of some batches. */
export async function readMarkers(
  codec: Pick<Codec, "decodeMarker">,
  batches: readonly PartitionBatch[],
): Promise<ReadonlyMap<LogRecord, MarkerReading>> {
  const readings = new Map<LogRecord, MarkerReading>();
  for (const { records } of batches) {
    for (const record of records) {
      if (isMarker(record)) readings.set(record, await readMarker(codec, record));
    }
  }
  return readings;
}

/** A stage that trusted any record with a marker's header would stop at a forged one, or be misled by it. */
async function readMarker(codec: Pick<Codec, "decodeMarker">, record: LogRecord): Promise<MarkerReading> {
  const { producer } = topicNamed(record.topic);
  if (record.key?.toString() !== MARKER_KEY) return { reason: `its key is not ${MARKER_KEY}` };
  if (record.value === null) return { reason: "it has no value" };
  try {
    const marker = await codec.decodeMarker(record.value);
    if (marker.producedBy !== producer) {
      return { reason: `${marker.producedBy} produced it, and the topic is ${producer}'s` };
    }
    const header = epochHeader(record);
    if (marker.epoch !== header) {
      return { reason: `it is of epoch ${marker.epoch}, and its header says ${header ?? "none"}` };
    }
    return marker;
  } catch (error) {
    if (faultOf(error) !== "record") throw error;
    return { reason: reasonOf(error) };
  }
}
