import {
  EPOCH_HEADER,
  MARKER_HEADER,
  MARKER_KEY,
  type Marker,
  PARTITIONS_HEADER,
  TRACE_HEADER,
} from "@interlude/contracts";
import type { Codec } from "../codec/codec.js";
import type { LogRecord, OutgoingRecord, RecordHeaders } from "../log/event-log.js";

/** Headers of everything that an epoch causes. */
export function epochHeaders(epoch: number, trace: string): RecordHeaders {
  return { [EPOCH_HEADER]: String(epoch), [TRACE_HEADER]: trace };
}

interface MarkerOptions {
  readonly codec: Pick<Codec, "encodeMarker">;
  readonly marker: Marker;
  /** Those of the epoch's other records. */
  readonly headers: RecordHeaders;
  readonly topics: Iterable<{ readonly name: string; readonly partitions: number }>;
}

/** The records that end an epoch: its marker for every partition of the topics, in their order. */
export function markerRecords({ codec, marker, headers, topics }: MarkerOptions): Required<OutgoingRecord>[] {
  const value = codec.encodeMarker(marker);
  const key = Buffer.from(MARKER_KEY);
  const records: Required<OutgoingRecord>[] = [];
  for (const { name: topic, partitions } of topics) {
    const ofMarkers = { ...headers, [MARKER_HEADER]: "1", [PARTITIONS_HEADER]: String(partitions) };
    for (let partition = 0; partition < partitions; partition += 1) {
      records.push({ topic, partition, key, value, headers: ofMarkers });
    }
  }
  return records;
}

export function isMarker({ headers }: Pick<LogRecord, "headers">): boolean {
  return headers[MARKER_HEADER] !== undefined;
}
