import {
  type DeadLetter,
  EPOCH_HEADER,
  MARKER_HEADER,
  MARKER_KEY,
  type Marker,
  TRACE_HEADER,
  type Topic,
  deadLetterTopics,
} from "@interlude/contracts";
import type { Codec } from "../codec.js";
import type { LogRecord } from "../event-log.js";
import { partitionOf } from "../partitioner.js";
import type { StageDefinition } from "./stage-definition.js";
import type { NewOutboxRecord, StageStore } from "./stage-store.js";

const FLUSH_AT = 5_000;

/** Gathers what a transaction publishes and writes it to the outbox, in order. */
export class Publisher<Transaction> {
  counts = new Map<string, number>();
  /** Rejected records by code. */
  rejections = new Map<string, number>();
  readonly #pending: NewOutboxRecord[] = [];

  constructor(
    private readonly options: {
      readonly definition: StageDefinition;
      readonly store: Pick<StageStore<Transaction>, "addToOutbox" | "savepoint">;
      readonly transaction: Transaction;
      readonly codec: Codec;
      readonly partitions: ReadonlyMap<string, number>;
      readonly epoch: number;
      readonly trace: string;
    },
  ) {}

  async publish<Value>(topic: Topic<Value>, key: string, value: Value | null): Promise<void> {
    const bytes = Buffer.from(key);
    this.#add(topic, bytes, value === null ? null : this.options.codec.encode(topic, value));
    if (this.#pending.length >= FLUSH_AT) await this.flush();
  }

  /** Keeps a record that could not be processed, whole. */
  reject(record: LogRecord, code: string, reason: string): void {
    const { service } = this.options.definition;
    const letter: DeadLetter = {
      service,
      code,
      reason,
      topic: record.topic,
      partition: record.partition,
      offset: Number(record.offset),
      file: null,
      line: null,
      epoch: this.options.epoch,
      key: record.key,
      value: record.value,
      headers: { ...record.headers },
      ts: record.timestamp * 1000,
    };
    const topic = deadLetterTopics[service];
    this.rejections.set(code, (this.rejections.get(code) ?? 0) + 1);
    this.#add(topic, record.key, this.options.codec.encode(topic, letter));
  }

  /** Adds the stage's marker to every partition of every output. */
  async markOutputs(marker: Marker): Promise<void> {
    const value = this.options.codec.encodeMarker({ ...marker, producedBy: this.options.definition.service });
    const headers = { ...this.#headers(), [MARKER_HEADER]: "1" };
    for (const { name } of this.options.definition.outputs) {
      for (let partition = 0; partition < this.options.partitions.get(name)!; partition += 1) {
        this.#pending.push({ topic: name, partition, key: Buffer.from(MARKER_KEY), value, headers });
      }
    }
    await this.flush();
  }

  /** Work in a savepoint: when it fails, nothing of what it published or rejected remains. */
  async attempt(work: () => Promise<void>): Promise<void> {
    await this.flush();
    const before = { counts: new Map(this.counts), rejections: new Map(this.rejections) };
    try {
      await this.options.store.savepoint(this.options.transaction, work);
    } catch (error) {
      this.#pending.length = 0;
      Object.assign(this, before);
      throw error;
    }
  }

  async flush(): Promise<void> {
    if (this.#pending.length > 0) {
      await this.options.store.addToOutbox(this.options.transaction, this.#pending.splice(0));
    }
  }

  #add(topic: Topic<unknown>, key: Buffer | null, value: Buffer | null): void {
    const partition = partitionOf(key, this.options.partitions.get(topic.name)!);
    this.#pending.push({ topic: topic.name, partition, key, value, headers: this.#headers() });
    this.counts.set(topic.name, (this.counts.get(topic.name) ?? 0) + 1);
  }

  #headers(): Record<string, string> {
    return { [EPOCH_HEADER]: String(this.options.epoch), [TRACE_HEADER]: this.options.trace };
  }
}
