import { type Marker, type Topic, deadLetterTopics } from "@interlude/contracts";
import type { Codec } from "../codec/codec.js";
import type { LogRecord, RecordHeaders } from "../log/event-log.js";
import { partitionOf } from "../log/partitioner.js";
import { type RejectedRecord, deadLetterOf } from "../records/dead-letter.js";
import { epochHeaders, markerRecords } from "../records/markers.js";
import { refuseLargeRecord } from "../records/record-size.js";
import { ItemBytes, RecordBatcher } from "../records/record-batcher.js";
import type { StageDefinition } from "./stage-definition.js";
import { BatchWriter, type OutboxRecord, type RecordBatch } from "./outbox-frames.js";
import type { OutputKey } from "./rebuild-store.js";
import type { StageStore } from "./stage-store.js";

/** Of what waits to be written to the outbox. */
const FLUSH_BYTES = 1024 * 1024;
/** Of the items of one record: such a record fits into one batch of the outbox. */
const RECORD_BYTES = 7_000;
const DONE = Promise.resolve();

/** Gathers what a transaction publishes and writes it to the outbox, in order. */
export class Publisher<Transaction> {
  counts = new Map<string, number>();
  /** Rejected records by code. */
  rejections = new Map<string, number>();
  #headers: RecordHeaders;
  /** By topic and partition: what is not a whole batch yet, … */
  readonly #open = new Map<string, BatchWriter[]>();
  /** … and of batched topics what is not a whole record. */
  readonly #items = new Map<string, RecordBatcher<ItemBytes>[]>();
  #pending: RecordBatch[] = [];
  #rejected: RejectedRecord[] = [];
  #pendingBytes = 0;
  /** Keys of compacted topics since the last write, for who observes them. */
  #keys: OutputKey[] = [];
  #onKeys: ((keys: readonly OutputKey[]) => Promise<void>) | null = null;

  constructor(
    private readonly options: {
      readonly definition: StageDefinition;
      readonly store: Pick<StageStore<Transaction>, "addToOutbox" | "keepDeadLetters" | "savepoint">;
      readonly transaction: Transaction;
      readonly codec: Codec;
      readonly partitions: ReadonlyMap<string, number>;
      readonly epoch: number;
      readonly trace: string;
    },
  ) {
    this.#headers = epochHeaders(options.epoch, options.trace);
  }

  /**
   * Mostly there is nothing to wait for. An item of a batched topic that has headers goes in a record of its own.
   * @throws CodecError as {@link Codec.encode}
   * @throws EventLogError `VALUE_TOO_LARGE`
   */
  publish<Value>(
    topic: Topic<Value>,
    key: string,
    value: Value | null,
    headers?: RecordHeaders,
  ): Promise<void> {
    const { codec } = this.options;
    if (value !== null && topic.batched && headers === undefined) {
      this.#addItem(topic, key, codec.encodeItem(topic, value));
    } else {
      this.#add(topic, {
        key: Buffer.from(key),
        value: value === null ? null : codec.encode(topic, value),
        headers,
      });
    }
    // All of it, so that nothing waits long behind what came after it.
    return this.#pendingBytes < FLUSH_BYTES ? DONE : this.flush();
  }

  /** Keeps a record that could not be processed: whole in the store, and as much as fits a record in the topic. */
  reject(record: LogRecord, code: string, reason: string): void {
    const { codec, definition, epoch } = this.options;
    const rejected: RejectedRecord = { record, code, reason, epoch };
    const letter = deadLetterOf(definition.service, rejected, record.timestamp);
    const topic = deadLetterTopics[definition.service];
    this.rejections.set(code, (this.rejections.get(code) ?? 0) + 1);
    this.#rejected.push(rejected);
    this.#pendingBytes += record.value?.length ?? 0;
    this.#add(topic, { key: letter.key, value: codec.encode(topic, letter) });
  }

  /**
   * What is published from now on is of the epoch that is being completed: its number may have left some out, if every
   * input had later markers already.
   */
  async beginEpoch(epoch: number): Promise<void> {
    await this.flush();
    this.#open.clear();
    this.#headers = epochHeaders(epoch, this.options.trace);
  }

  /** Adds the stage's marker to every partition of every output that has markers. */
  async markOutputs(marker: Marker): Promise<void> {
    const { codec, definition, partitions } = this.options;
    this.#closeBatches();
    const marked = definition.outputs.filter(({ markers }) => markers);
    const records = markerRecords({
      codec,
      marker: { ...marker, producedBy: definition.service },
      headers: this.#headers,
      topics: marked.map(({ name }) => ({ name, partitions: partitions.get(name)! })),
    });
    for (const record of records) {
      const writer = new BatchWriter(record, (batch) => this.#keep(batch));
      writer.add({ key: record.key, value: record.value });
      writer.flush();
    }
    await this.flush();
  }

  /** From now on, also hands over the keys of what goes to compacted topics, before it is written. */
  observeKeys(onKeys: (keys: readonly OutputKey[]) => Promise<void>): void {
    this.#onKeys = onKeys;
  }

  /** Work in a savepoint: when it fails, nothing of what it published or rejected remains. */
  async attempt(work: () => Promise<void>): Promise<void> {
    await this.flush();
    const before = { counts: new Map(this.counts), rejections: new Map(this.rejections) };
    try {
      await this.options.store.savepoint(this.options.transaction, work);
    } catch (error) {
      this.#open.clear();
      this.#items.clear();
      this.#pending = [];
      this.#rejected = [];
      this.#pendingBytes = 0;
      Object.assign(this, before);
      throw error;
    }
  }

  async flush(): Promise<void> {
    this.#closeBatches();
    await this.#write();
  }

  #add(topic: Topic<unknown>, record: OutboxRecord): void {
    refuseLargeRecord({ topic: topic.name, ...record });
    const partition = this.#partitionOf(topic, record.key);
    // Of a batched topic: what came before goes before.
    this.#items.get(topic.name)?.[partition]?.flush();
    this.#writer(topic.name, partition).add(record);
    if (this.#onKeys !== null && topic.cleanup === "compact" && record.key !== null) {
      this.#keys.push({ topic: topic.name, key: record.key });
    }
    this.#count(topic);
  }

  /** Items of a partition share a record. */
  #addItem(topic: Topic<unknown>, key: string, item: Buffer): void {
    refuseLargeRecord({ topic: topic.name, key: null, value: item });
    const partition = this.#partitionOf(topic, key);
    const batches = ofTopic(this.#items, topic.name);
    batches[partition] ??= new RecordBatcher({
      maxBytes: RECORD_BYTES,
      items: new ItemBytes(),
      onBatch: ({ key: first, count, items }) => {
        const value = this.options.codec.frameBatch(topic, count, items);
        this.#writer(topic.name, partition).add({ key: first, value });
      },
    });
    batches[partition].add(key, item);
    this.#count(topic);
  }

  #partitionOf(topic: Topic<unknown>, key: Buffer | string | null): number {
    const partitions = this.options.partitions.get(topic.name)!;
    if (partitions === 1) return 0;
    return partitionOf(typeof key === "string" ? Buffer.from(key) : key, partitions);
  }

  #count({ name }: Topic<unknown>): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  #writer(topic: string, partition: number): BatchWriter {
    const writers = ofTopic(this.#open, topic);
    const target = { topic, partition, headers: this.#headers };
    return (writers[partition] ??= new BatchWriter(target, (batch) => this.#keep(batch)));
  }

  #closeBatches(): void {
    for (const batches of this.#items.values()) for (const batch of batches) batch?.flush();
    for (const writers of this.#open.values()) for (const writer of writers) writer?.flush();
  }

  #keep(batch: RecordBatch): void {
    this.#pending.push(batch);
    this.#pendingBytes += batch.records.length;
  }

  async #write(): Promise<void> {
    if (this.#keys.length > 0) {
      const keys = this.#keys;
      this.#keys = [];
      await this.#onKeys?.(keys);
    }
    const { store, transaction } = this.options;
    const [batches, rejected] = [this.#pending, this.#rejected];
    this.#pending = [];
    this.#rejected = [];
    this.#pendingBytes = 0;
    if (rejected.length > 0) await store.keepDeadLetters(transaction, rejected);
    if (batches.length > 0) await store.addToOutbox(transaction, batches);
  }
}

/** What a topic's partitions have, by their number. */
function ofTopic<Kept>(kept: Map<string, Kept[]>, topic: string): Kept[] {
  let partitions = kept.get(topic);
  if (partitions === undefined) kept.set(topic, (partitions = []));
  return partitions;
}
