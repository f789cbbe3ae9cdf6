import type { Marker } from "./generated/types.js";

/** Header that tells a marker from data without decoding it. */
export const MARKER_HEADER = "interlude-marker";
/** Header of a marker: how many partitions its topic has for the one who wrote it. */
export const PARTITIONS_HEADER = "interlude-partitions";
/** Header with the epoch that caused a record. */
export const EPOCH_HEADER = "interlude-epoch";
/** Header that ingestion writes: the offset in the epoch's input that the record reaches; it rises within a partition. */
export const INPUT_OFFSET_HEADER = "interlude-place";
/** Header of a record whose input came in an earlier epoch and is read again: what is of a later one than that is newer. */
export const SOURCE_EPOCH_HEADER = "interlude-source-epoch";
/** Trace context of W3C. */
export const TRACE_HEADER = "traceparent";

/** Key of markers: one a partition survives compaction. */
export const MARKER_KEY = "~marker";
/** The subject under which marker values are registered. */
export const MARKER_TOPIC = { name: "markers", version: 1 } as const;

export type { Marker };
