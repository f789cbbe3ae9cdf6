import { randomUUID } from "node:crypto";
import { type Marker, TRACE_HEADER } from "@interlude/contracts";
import type { Codec } from "../codec/codec.js";
import { type PartitionBatch, partitionName } from "../log/event-log.js";
import { childTraceContext } from "../records/trace-context.js";
import { refuseChangedLayout } from "./changed-layout.js";
import { Delivery } from "./delivery.js";
import type { EpochHorizon } from "./epoch-horizon.js";
import type { KnownProgress } from "./known-progress.js";
import { readMarkers } from "./marker-reading.js";
import { Publisher } from "./publisher.js";
import { endRebuildWith } from "./rebuild-end.js";
import { supersedeLetters } from "./replay.js";
import { type Slice, refuseGap, sliceAtMarker, sliceUnaligned } from "./slice.js";
import type { StageContext, StageDefinition, StageHandlers } from "./stage-definition.js";
import type { CompletedEpoch, PartitionPosition, StageStore } from "./stage-store.js";

export interface StageParts<Transaction> {
  readonly definition: StageDefinition;
  readonly codec: Codec;
  readonly store: StageStore<Transaction>;
  readonly handlers: StageHandlers<Transaction>;
  /** Number of partitions of every input, output and dead-letter topic, by logical name. */
  readonly partitions: ReadonlyMap<string, number>;
  /** How far this process has seen the store. */
  readonly known: KnownProgress;
  readonly horizon: Pick<EpochHorizon, "covers" | "isFar">;
}

/** What one transaction of a stage did. */
export interface StageOutcome {
  /** Where the partitions of the batches stand. */
  readonly positions: readonly PartitionPosition[];
  readonly completed: CompletedEpoch;
  readonly epochCompleted: Marker | null;
  readonly epochMilliseconds: number;
  readonly recordsByTopic: ReadonlyMap<string, number>;
  readonly publishedByTopic: ReadonlyMap<string, number>;
  readonly rejectedByCode: ReadonlyMap<string, number>;
  readonly duplicates: number;
}

/**
 * Handles what arrived in one transaction: rows, positions, markers and outbox together.
 *
 * When the batches bring the last missing marker of an epoch, what the epoch caused is derived here
 * too, so there is no moment at which a crash could leave an epoch half done.
 */
export async function handleInTransaction<Transaction>(
  parts: StageParts<Transaction>,
  batches: readonly PartitionBatch[],
  transaction: Transaction,
): Promise<StageOutcome> {
  const locked = await lockPositions(parts, transaction, batches);
  // Only now: while another replica held the positions, it may have completed the epoch that partitions here wait for.
  const before = await parts.store.completedEpoch(transaction);
  parts.known.observeEpoch(before);
  const taken = await take(parts, batches, locked, before.epoch);
  const slices = taken.map(({ slice }) => slice);
  const publisher = new Publisher({
    ...parts,
    transaction,
    epoch: before.epoch + 1,
    trace: childTraceContext(firstTrace(slices)),
  });
  const delivery = new Delivery(parts, transaction, publisher, before);
  for (const { refused } of slices) {
    for (const { record, code, reason } of refused) publisher.reject(record, code, reason);
  }
  const recordsByTopic = await delivery.deliver(slices.flatMap(({ records }) => records));
  const positions = await savePositions(parts, transaction, taken);
  const began = performance.now();
  const hasMarker = slices.some(({ marker }) => marker !== null);
  const { completed, epochCompleted } = hasMarker
    ? await completeEpoch(parts, delivery.context, publisher)
    : { completed: before, epochCompleted: null };
  await publisher.flush();
  await supersedeLetters(
    parts,
    transaction,
    slices.flatMap(({ records }) => records),
  );
  return {
    positions,
    completed,
    epochCompleted,
    epochMilliseconds: performance.now() - began,
    recordsByTopic,
    publishedByTopic: publisher.counts,
    rejectedByCode: publisher.rejections,
    duplicates: slices.reduce((sum, { duplicates }) => sum + duplicates, 0),
  };
}

/** What is taken of a partition's batch. */
interface Taken {
  readonly position: PartitionPosition;
  readonly slice: Slice;
}

/**
 * Locks the positions of the partitions at hand.
 * @throws StageError `STORE_WENT_BACK`
 * @throws EventLogError `OFFSET_LOST` if a batch does not go on where its partition's position is
 */
async function lockPositions<Transaction>(
  { store, known }: StageParts<Transaction>,
  transaction: Transaction,
  batches: readonly PartitionBatch[],
): Promise<ReadonlyMap<string, PartitionPosition>> {
  const locked = await store.lockPositions(transaction, batches);
  known.observePositions(locked);
  const positions = new Map(locked.map((position) => [partitionName(position), position]));
  for (const batch of batches) refuseGap(batch, positions.get(partitionName(batch))!);
  return positions;
}

/** Takes of each batch what is new and of the open epoch. */
async function take(
  { definition, codec, horizon }: Pick<StageParts<unknown>, "definition" | "codec" | "horizon">,
  batches: readonly PartitionBatch[],
  positions: ReadonlyMap<string, PartitionPosition>,
  completedEpoch: number,
): Promise<Taken[]> {
  const unaligned = new Set(definition.unalignedInputs?.map(({ name }) => name));
  const aligned = batches.filter(({ topic }) => !unaligned.has(topic));
  const markers = await readMarkers(codec, aligned);
  return batches.map((batch) => {
    const position = positions.get(partitionName(batch))!;
    const slice = unaligned.has(batch.topic)
      ? sliceUnaligned(batch, position)
      : sliceAtMarker(batch, position, { completedEpoch, markers, horizon });
    return { position, slice };
  });
}

/** Moves the positions behind what was taken. */
async function savePositions<Transaction>(
  { store, partitions }: StageParts<Transaction>,
  transaction: Transaction,
  taken: readonly Taken[],
): Promise<PartitionPosition[]> {
  for (const { slice } of taken) {
    if (slice.marker !== null) refuseChangedLayout(slice.marker.record, partitions);
  }
  const positions = taken.map(({ position, slice }) => {
    return { ...position, nextOffset: slice.nextOffset, marker: slice.marker?.value ?? position.marker };
  });
  await store.savePositions(transaction, positions);
  return positions;
}

/** Derives what an epoch caused and marks the outputs, if its last marker is there; only one replica finds it so. */
async function completeEpoch<Transaction>(
  parts: StageParts<Transaction>,
  context: StageContext<Transaction>,
  publisher: Publisher<Transaction>,
): Promise<Pick<StageOutcome, "completed" | "epochCompleted">> {
  const { store, handlers } = parts;
  const { transaction } = context;
  const before = await store.lockCompletedEpoch(transaction);
  const marker = await completedMarker(parts, transaction, before.epoch);
  if (marker === null) return { completed: before, epochCompleted: null };
  await publisher.beginEpoch(marker.epoch);
  const completed = { epoch: marker.epoch, sequence: marker.sequence, stateId: randomUUID() };
  const atEnd = { ...context, stateId: before.stateId, nextStateId: completed.stateId };
  await endRebuildWith(store, transaction, publisher, (postponeWithdrawals) =>
    handlers.onEpoch(marker, { ...atEnd, postponeWithdrawals }),
  );
  await publisher.markOutputs(marker);
  await store.saveCompletedEpoch(transaction, completed);
  return { completed, epochCompleted: marker };
}

/** The marker up to which every partition of every input has been read, when that is news. */
async function completedMarker<Transaction>(
  { definition, store, partitions }: StageParts<Transaction>,
  transaction: Transaction,
  completedEpoch: number,
): Promise<Marker | null> {
  const positions = new Map(
    (await store.allPositions(transaction)).map((position) => [partitionName(position), position]),
  );
  let oldest: Marker | null = null;
  for (const { name } of definition.inputs) {
    for (let partition = 0; partition < partitions.get(name)!; partition += 1) {
      const marker = positions.get(partitionName({ topic: name, partition }))?.marker ?? null;
      if (marker === null || marker.epoch <= completedEpoch) return null;
      if (oldest === null || marker.epoch < oldest.epoch) oldest = marker;
    }
  }
  return oldest;
}

function firstTrace(slices: readonly Slice[]): string | undefined {
  for (const { records, marker } of slices) {
    const trace = (records[0] ?? marker?.record)?.headers[TRACE_HEADER];
    if (trace !== undefined) return trace;
  }
  return undefined;
}
