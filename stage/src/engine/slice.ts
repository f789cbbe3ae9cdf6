import { EPOCH_HEADER, type Marker } from "@interlude/contracts";
import { EventLogError, type LogRecord, type PartitionBatch, partitionName } from "../log/event-log.js";
import { isMarker } from "../records/markers.js";
import type { EpochHorizon } from "./epoch-horizon.js";
import type { MarkerReading } from "./marker-reading.js";
import type { PartitionPosition } from "./stage-store.js";

/** A record that is not what it says to be. */
interface Refusal {
  readonly record: LogRecord;
  readonly code: "EPOCH_INVALID" | "MARKER_INVALID";
  readonly reason: string;
}

/** What a stage takes of one partition's batch. */
export interface Slice {
  readonly records: readonly LogRecord[];
  /** The marker that ends the slice, or null. */
  readonly marker: { readonly record: LogRecord; readonly value: Marker } | null;
  readonly nextOffset: bigint;
  /** Records that belong to an epoch that is complete already. */
  readonly duplicates: number;
  /** Markers, and epochs of records, that cannot be right. */
  readonly refused: readonly Refusal[];
}

/** What a stage knows when it cuts its batches. */
export interface SliceContext {
  readonly completedEpoch: number;
  /** What the markers of the batches turned out to be. */
  readonly markers: ReadonlyMap<LogRecord, MarkerReading>;
  readonly horizon: Pick<EpochHorizon, "covers" | "isFar">;
}

/**
 * Cuts a batch at the first marker of an epoch that is not complete: what follows waits until it is.
 *
 * Records before the stored position were handled by another replica; records of complete epochs are
 * duplicates, unless a rebuild reads them again: those count for the open epoch.
 */
export function sliceAtMarker(
  batch: PartitionBatch,
  position: PartitionPosition,
  { completedEpoch, markers, horizon }: SliceContext,
): Slice {
  const records: LogRecord[] = [];
  const refused: Refusal[] = [];
  let [duplicates, nextOffset] = [0, position.nextOffset];
  const sliced = (marker: Slice["marker"]): Slice => ({ records, marker, nextOffset, duplicates, refused });
  if (isWaiting(position, completedEpoch)) return sliced(null);
  for (const record of batch.records) {
    if (record.offset < position.nextOffset) continue;
    nextOffset = record.offset + 1n;
    const reading = markers.get(record);
    const epoch = epochHeader(record);
    if (reading === undefined) {
      if (epoch === null && record.headers[EPOCH_HEADER] !== undefined) {
        refused.push(badEpoch(record, "is no number"));
      } else if (horizon.isFar(batch, epoch ?? 0, completedEpoch)) {
        refused.push(badEpoch(record, "is far beyond what any other partition has"));
      } else if ((epoch ?? Infinity) <= completedEpoch && !isReadAgain(record, position)) {
        duplicates += 1;
      } else {
        records.push(record);
      }
    } else if ("reason" in reading) {
      refused.push(badMarker(record, reading.reason));
    } else if (reading.epoch <= completedEpoch) {
      duplicates += 1;
    } else if (horizon.covers(batch, reading.epoch, completedEpoch)) {
      return sliced({ record, value: reading });
    } else {
      refused.push(badMarker(record, `no other partition has reached its epoch ${reading.epoch}`));
    }
  }
  return sliced(null);
}

function badMarker(record: LogRecord, reason: string): Refusal {
  return {
    record,
    code: "MARKER_INVALID",
    reason: `The record says it is a marker, and cannot be: ${reason}`,
  };
}

function badEpoch(record: LogRecord, reason: string): Refusal {
  return {
    record,
    code: "EPOCH_INVALID",
    reason: `The record's epoch, ${record.headers[EPOCH_HEADER]}, ${reason}`,
  };
}

/**
 * Refuses a batch that does not go on where the position is: what lies between was deleted before it was read, and to go
 * on would lose it silently. A partition that was never read may begin anywhere.
 * @throws EventLogError `OFFSET_LOST`
 */
export function refuseGap(batch: PartitionBatch, { nextOffset }: PartitionPosition): void {
  if (nextOffset === 0n || batch.fetchedFrom <= nextOffset) return;
  const name = partitionName(batch);
  throw new EventLogError(
    "OFFSET_LOST",
    `Partition ${name} has been read up to ${nextOffset}, but the log gave what comes from ${batch.fetchedFrom} on: ` +
      `records were deleted before they were read; run interlude rebuild for this service`,
  );
}

/** What a stage takes of a partition that no epoch waits for: everything but markers. */
export function sliceUnaligned(batch: PartitionBatch, position: PartitionPosition): Slice {
  const fresh = batch.records.filter((record) => record.offset >= position.nextOffset);
  const last = fresh.at(-1);
  return {
    records: fresh.filter((record) => !isMarker(record)),
    marker: null,
    nextOffset: last === undefined ? position.nextOffset : last.offset + 1n,
    duplicates: 0,
    refused: [],
  };
}

/** Whether a rebuild reads a record again. Markers of epochs that are complete end none a second time. */
function isReadAgain(record: LogRecord, { replayUntil = 0n }: PartitionPosition): boolean {
  return record.offset < replayUntil && !isMarker(record);
}

/** Whether a partition has delivered its marker and waits for the others. */
export function isWaiting({ marker }: Pick<PartitionPosition, "marker">, completedEpoch: number): boolean {
  return marker !== null && marker.epoch > completedEpoch;
}

/** Epoch of a record; one that names none counts for the epoch that is open. */
export function epochOf(record: LogRecord, completedEpoch: number): number {
  return epochHeader(record) ?? completedEpoch + 1;
}

/** The epoch that a record's header names, or null if it names none that can be. */
export function epochHeader({ headers }: Pick<LogRecord, "headers">): number | null {
  const epoch = Number(headers[EPOCH_HEADER]);
  return Number.isSafeInteger(epoch) && epoch > 0 ? epoch : null;
}
