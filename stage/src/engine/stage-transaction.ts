import { type Marker, TRACE_HEADER, topicNamed } from "@interlude/contracts";
import { childTraceContext } from "../records/trace-context.js";
import type { Codec } from "../codec/codec.js";
import { type LogRecord, type PartitionBatch, type Progress, partitionName } from "../log/event-log.js";
import { codeOf, isRetriable, reasonOf } from "../errors.js";
import { HANDLER_FAILED } from "./errors.js";
import { Publisher } from "./publisher.js";
import { type Slice, epochOf, isWaiting, sliceAtMarker, sliceUnaligned } from "./slice.js";
import {
  type StageContext,
  type StageDefinition,
  type StageHandlers,
  type StreamRecord,
  allInputs,
} from "./stage-definition.js";
import type { CompletedEpoch, PartitionPosition, StageStore } from "./stage-store.js";

export interface StageParts<Transaction> {
  readonly definition: StageDefinition;
  readonly codec: Codec;
  readonly store: StageStore<Transaction>;
  readonly handlers: StageHandlers<Transaction>;
  /** Number of partitions of every input, output and dead-letter topic, by logical name. */
  readonly partitions: ReadonlyMap<string, number>;
}

/** What one transaction of a stage did. */
export interface StageOutcome {
  readonly progress: readonly Progress[];
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
 * too, so there is no moment at which a crash could leave a step half done.
 */
export async function handleInTransaction<Transaction>(
  parts: StageParts<Transaction>,
  batches: readonly PartitionBatch[],
  transaction: Transaction,
): Promise<StageOutcome> {
  const { store, definition } = parts;
  const before = await store.completedEpoch(transaction);
  const stored = new Map(
    (await store.lockPositions(transaction, batches)).map((position) => [partitionName(position), position]),
  );
  const taken = batches.map((batch) => {
    const position = stored.get(partitionName(batch))!;
    const unaligned = definition.unalignedInputs?.some(({ name }) => name === batch.topic) ?? false;
    const slice = unaligned ? sliceUnaligned(batch, position) : sliceAtMarker(batch, position, before.epoch);
    return { position, slice };
  });
  const publisher = new Publisher({
    definition,
    store,
    transaction,
    codec: parts.codec,
    partitions: parts.partitions,
    epoch: before.epoch + 1,
    trace: childTraceContext(firstTrace(taken.map(({ slice }) => slice))),
  });
  const delivery = new Delivery(parts, transaction, publisher, before.epoch);
  const recordsByTopic = await delivery.deliver(taken.flatMap(({ slice }) => slice.records));
  const positions: PartitionPosition[] = [];
  for (const { position, slice } of taken) {
    const marker =
      slice.marker === null ? position.marker : await parts.codec.decodeMarker(slice.marker.value!);
    positions.push({
      topic: position.topic,
      partition: position.partition,
      nextOffset: slice.nextOffset,
      marker,
    });
  }
  await store.savePositions(transaction, positions);

  let completed = before;
  let epochCompleted: Marker | null = null;
  const began = performance.now();
  if (taken.some(({ slice }) => slice.marker !== null)) {
    completed = await store.lockCompletedEpoch(transaction);
    epochCompleted = await completedMarker(parts, transaction, completed.epoch);
    if (epochCompleted !== null) {
      await parts.handlers.onEpoch(epochCompleted, delivery.context);
      await publisher.markOutputs(epochCompleted);
      completed = { epoch: epochCompleted.epoch, sequence: epochCompleted.sequence };
      await store.saveCompletedEpoch(transaction, completed);
    }
  }
  await publisher.flush();
  return {
    progress: positions.map((position) => ({
      topic: position.topic,
      partition: position.partition,
      nextOffset: position.nextOffset,
      pause: isWaiting(position, completed.epoch),
    })),
    completed,
    epochCompleted,
    epochMilliseconds: performance.now() - began,
    recordsByTopic,
    publishedByTopic: publisher.counts,
    rejectedByCode: publisher.rejections,
    duplicates: taken.reduce((sum, { slice }) => sum + slice.duplicates, 0),
  };
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
    const trace = (records[0] ?? marker)?.headers[TRACE_HEADER];
    if (trace !== undefined) return trace;
  }
  return undefined;
}

/** Where a handler's record came from, and whether it was all that came. */
interface Source {
  readonly record: LogRecord;
  readonly isAlone: boolean;
}

/** Hands records to the handlers, and keeps those that cannot be processed. */
class Delivery<Transaction> {
  readonly context: StageContext<Transaction>;
  readonly #sources = new WeakMap<StreamRecord<unknown>, Source>();

  constructor(
    private readonly parts: StageParts<Transaction>,
    transaction: Transaction,
    private readonly publisher: Publisher<Transaction>,
    private readonly completedEpoch: number,
  ) {
    this.context = {
      transaction,
      publish: (topic, key, value, headers) => publisher.publish(topic, key, value, headers),
      reject: (record, code, reason) => publisher.reject(this.#original(record), code, reason),
    };
  }

  /**
   * Delivers topic by topic, in the order in which the stage names its inputs. While the handler of one waits for the
   * store, the next is decoded.
   */
  async deliver(records: readonly LogRecord[]): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    let handled: Promise<void> = Promise.resolve();
    for (const { name } of allInputs(this.parts.definition)) {
      const ofTopic = records.filter(({ topic }) => topic === name);
      if (ofTopic.length === 0) continue;
      const [{ decoded, undecodable }] = await Promise.all([this.#decodeAll(ofTopic), handled]);
      for (const { record, reason } of undecodable) {
        this.publisher.reject(record, "VALUE_UNDECODABLE", reason);
      }
      counts.set(name, decoded.length);
      handled = this.#handle(name, decoded);
    }
    await handled;
    return counts;
  }

  async #decodeAll(records: readonly LogRecord[]): Promise<{
    readonly decoded: StreamRecord<unknown>[];
    readonly undecodable: { readonly record: LogRecord; readonly reason: string }[];
  }> {
    const decoded: StreamRecord<unknown>[] = [];
    const undecodable: { record: LogRecord; reason: string }[] = [];
    for (const record of records) {
      try {
        await this.#decode(record, decoded);
      } catch (error) {
        // Nothing is wrong with a value whose schema could not be asked for.
        if (isRetriable(error)) throw error;
        undecodable.push({ record, reason: reasonOf(error) });
      }
    }
    return { decoded, undecodable };
  }

  /** A record's one value, or each item of its batch as if it had come alone. */
  async #decode(record: LogRecord, decoded: StreamRecord<unknown>[]): Promise<void> {
    const topic = topicNamed(record.topic);
    const items = record.value === null ? [null] : await this.parts.codec.decodeItems(topic, record.value);
    const key = record.key?.toString("utf8") ?? "";
    const epoch = epochOf(record, this.completedEpoch);
    const { partition, offset } = record;
    const isAlone = items.length === 1;
    for (const value of items) {
      const one = { key, value, epoch, topic: record.topic, partition, offset };
      this.#sources.set(one, { record, isAlone });
      decoded.push(one);
    }
  }

  /** What is kept of a record that is set aside: itself, or of a batch the one item. */
  #original(one: StreamRecord<unknown>): LogRecord {
    const { record, isAlone } = this.#sources.get(one)!;
    if (isAlone) return record;
    return { ...record, value: this.parts.codec.encode(topicNamed(one.topic), one.value) };
  }

  /** All at once; where that fails for good, by halves, so that only the bad ones are set aside. */
  async #handle(topic: string, records: readonly StreamRecord<unknown>[]): Promise<void> {
    if (records.length === 0) return;
    const { handlers } = this.parts;
    try {
      await this.publisher.attempt(() => handlers.onRecords(topicNamed(topic), records, this.context));
    } catch (error) {
      if (isRetriable(error)) throw error;
      if (records.length === 1) {
        this.context.reject(records[0]!, codeOf(error, HANDLER_FAILED), reasonOf(error));
        return;
      }
      const half = records.length >> 1;
      await this.#handle(topic, records.slice(0, half));
      await this.#handle(topic, records.slice(half));
    }
  }
}
