import { topicNamed } from "@interlude/contracts";
import { codeOf, faultOf, reasonOf } from "../errors.js";
import type { LogRecord } from "../log/event-log.js";
import type { Publisher } from "./publisher.js";
import { epochOf } from "./slice.js";
import { type StageContext, type StreamRecord, allInputs } from "./stage-definition.js";
import type { CompletedEpoch } from "./stage-store.js";
import type { StageParts } from "./stage-transaction.js";

/** The log's record behind a handler's, and whether that was all it carried. */
interface Source {
  readonly record: LogRecord;
  readonly isAlone: boolean;
}

/** Hands records to the handlers, and keeps those that cannot be processed. */
export class Delivery<Transaction> {
  readonly context: StageContext<Transaction>;
  readonly #sources = new WeakMap<StreamRecord<unknown>, Source>();

  constructor(
    private readonly parts: StageParts<Transaction>,
    transaction: Transaction,
    private readonly publisher: Publisher<Transaction>,
    private readonly before: CompletedEpoch,
    /** Told first of a record that is rejected; the publisher keeps it unless this returns true. */
    private readonly onReject: (record: LogRecord, code: string, reason: string) => boolean = () => false,
  ) {
    this.context = {
      transaction,
      stateId: before.stateId,
      publish: (topic, key, value, headers) => publisher.publish(topic, key, value, headers),
      reject: (record, code, reason) => this.#reject(this.#original(record), code, reason),
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
      const { decoded, undecodable } = await bothSettled(this.#decodeAll(ofTopic), handled);
      for (const { record, reason } of undecodable) {
        this.#reject(record, "VALUE_UNDECODABLE", reason);
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
        if (faultOf(error) !== "record") throw error;
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
    const epoch = epochOf(record, this.before.epoch);
    const { partition, offset, headers } = record;
    const isAlone = items.length === 1;
    for (const value of items) {
      const one = { key, value, headers, epoch, topic: record.topic, partition, offset };
      this.#sources.set(one, { record, isAlone });
      decoded.push(one);
    }
  }

  #reject(record: LogRecord, code: string, reason: string): void {
    if (!this.onReject(record, code, reason)) this.publisher.reject(record, code, reason);
  }

  /**
   * What a dead letter keeps of a record: itself, or of a batch the one item. One of an earlier transaction, which the
   * handler has kept until the end of the epoch, is written anew.
   */
  #original(one: StreamRecord<unknown>): LogRecord {
    const source = this.#sources.get(one);
    if (source?.isAlone) return source.record;
    const value = one.value === null ? null : this.parts.codec.encode(topicNamed(one.topic), one.value);
    if (source !== undefined) return { ...source.record, value };
    const { topic, partition, offset, headers } = one;
    return { topic, partition, offset, key: Buffer.from(one.key), value, headers, timestamp: Date.now() };
  }

  /** All at once; if a record is at fault, by halves, so that only the bad records become dead letters. */
  async #handle(topic: string, records: readonly StreamRecord<unknown>[]): Promise<void> {
    if (records.length === 0) return;
    const { handlers } = this.parts;
    try {
      await this.publisher.attempt(() => handlers.onRecords(topicNamed(topic), records, this.context));
    } catch (error) {
      if (faultOf(error) !== "record") throw error;
      if (records.length === 1) {
        this.context.reject(records[0]!, codeOf(error), reasonOf(error));
        return;
      }
      const half = records.length >> 1;
      await this.#handle(topic, records.slice(0, half));
      await this.#handle(topic, records.slice(half));
    }
  }
}

/**
 * The first result once both works are over, also when one fails: until then the other may use the transaction, which is
 * undone when this throws.
 */
async function bothSettled<Result>(work: Promise<Result>, other: Promise<void>): Promise<Result> {
  await Promise.allSettled([work, other]);
  await other;
  return work;
}
