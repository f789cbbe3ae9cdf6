import { once, EventEmitter } from "node:events";
import { setImmediate } from "node:timers/promises";
import {
  layoutChanged,
  partitionName,
  type PartitionBatch,
  type Progress,
  type SubscribeOptions,
  type Subscription,
  type TopicPartition,
} from "../../log/event-log.js";
import { startOffset } from "../../log/start-offset.js";
import { SubscriptionEnd } from "../../log/subscription-end.js";
import type { GroupMember, MemoryGroup } from "./memory-group.js";
import type { MemoryTopic } from "./memory-topic.js";

/** Most records of one partition that are handed over at once. */
const BATCH_RECORDS = 1000;

interface AssignedPartition extends TopicPartition {
  nextOffset: bigint;
  paused: boolean;
}

/** One subscriber of the in-memory log: a loop that hands over what its partitions have, until closed. */
export class MemorySubscription implements Subscription, GroupMember {
  readonly topics: readonly string[];
  readonly #end: SubscriptionEnd;
  readonly #wake = new EventEmitter();
  readonly #resumedDuringBatch = new Set<string>();
  readonly #partitions: ReadonlyMap<string, number>;
  #assigned = new Map<string, AssignedPartition>();
  #awake = true;
  #mustRejoin = true;
  #closing = false;
  #lastPoll = performance.now();

  constructor(
    private readonly options: SubscribeOptions,
    private readonly group: MemoryGroup,
    private readonly topicNamed: (name: string) => MemoryTopic,
  ) {
    this.topics = options.topics;
    this.#partitions = new Map(options.topics.map((name) => [name, topicNamed(name).partitions]));
    this.#end = new SubscriptionEnd(options.group);
    void this.#run();
  }

  get ended(): Promise<void> {
    return this.#end.ended;
  }

  /** Tells the subscription that there may be new records. */
  notify(): void {
    this.#awake = true;
    this.#wake.emit("wake");
  }

  rebalance(): void {
    this.#mustRejoin = true;
    this.notify();
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const name of partitions.map(partitionName)) {
      this.#resumedDuringBatch.add(name);
      const partition = this.#assigned.get(name);
      if (partition !== undefined) partition.paused = false;
    }
    this.notify();
  }

  readonly outage = null;

  millisecondsSincePoll(): number {
    return performance.now() - this.#lastPoll;
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.notify();
    await this.ended.catch(() => undefined);
  }

  async #run(): Promise<void> {
    try {
      while (!this.#closing) {
        if (this.#mustRejoin) await this.#join();
        this.#lastPoll = performance.now();
        if (!(await this.#deliver())) await this.#sleep();
      }
      this.group.leave(this);
      this.#end.closed();
    } catch (error) {
      this.group.leave(this);
      this.#end.broken(error);
    }
  }

  async #join(): Promise<void> {
    this.#mustRejoin = false;
    const assigned = await this.group.join(this);
    for (const { topic, partition } of assigned) {
      const known = this.#partitions.get(topic)!;
      if (partition >= known) throw layoutChanged(topic, known, partition + 1);
    }
    const offsets = await this.options.startOffsets(assigned);
    this.#assigned = new Map(
      assigned.map((partition) => {
        const name = partitionName(partition);
        const end = this.topicNamed(partition.topic).endOffset(partition.partition);
        const nextOffset = startOffset(name, offsets.get(name), { ...partition, earliest: 0n, end });
        return [name, { ...partition, nextOffset, paused: false }];
      }),
    );
  }

  /** Hands over what there is; false when there was nothing. */
  async #deliver(): Promise<boolean> {
    this.#awake = false;
    // Never within the caller's `append`: a broker delivers later, too.
    await setImmediate();
    if (this.#mustRejoin || this.#closing) return true;
    const batches = [...this.#assigned.values()].flatMap((partition) => this.#batchOf(partition));
    if (batches.length === 0) return false;
    this.#resumedDuringBatch.clear();
    for (const progress of await this.options.onBatches(batches)) this.#apply(progress);
    return true;
  }

  #batchOf({ topic, partition, nextOffset, paused }: AssignedPartition): PartitionBatch[] {
    const source = this.topicNamed(topic);
    const records = paused ? [] : source.slice(partition, nextOffset, BATCH_RECORDS);
    return records.length === 0
      ? []
      : [{ topic, partition, records, fetchedFrom: nextOffset, highWatermark: source.endOffset(partition) }];
  }

  #apply(progress: Progress): void {
    const name = partitionName(progress);
    const partition = this.#assigned.get(name);
    if (partition === undefined) return;
    partition.nextOffset = progress.nextOffset;
    // A resume while the batch is handled may know more than the handler did.
    partition.paused = progress.pause && !this.#resumedDuringBatch.has(name);
  }

  async #sleep(): Promise<void> {
    if (!this.#awake) await once(this.#wake, "wake");
  }
}
