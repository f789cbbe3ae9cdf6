import { setTimeout as sleep } from "node:timers/promises";
import type { EachBatchPayload, Kafka } from "kafkajs";
import {
  codeOf,
  layoutChanged,
  partitionName,
  reasonOf,
  type Outage,
  type PartitionBatch,
  type Progress,
  type SubscribeOptions,
  type Subscription,
  type TopicPartition,
  EventLogError,
  SubscriptionEnd,
  startOffset,
  type OffsetRange,
} from "@interlude/stage";
import { atMost } from "./at-most.js";
import { BatchCoalescer } from "./batch-coalescer.js";
import { BufferedFetches } from "./buffered-fetches.js";
import type { ClientSockets } from "./client-sockets.js";
import { FetchedRanges } from "./fetched-ranges.js";
import { HEARTBEAT_MS, KafkaConsumer } from "./kafka-consumer.js";
import { asEventLogError, isOutage } from "./kafka-errors.js";
import { fetchedOffset, partitionBatch, resumeAt } from "./kafka-records.js";
import { OffsetCommitter } from "./offset-committer.js";
import {
  type Handled,
  JOINING,
  type SubscriptionEffect,
  type SubscriptionEvent,
  type SubscriptionState,
  transition,
} from "./subscription-state.js";
import type { TopicNames } from "./topic-names.js";

/** How long to wait for a broker that may be away, to commit the last offsets. */
const SHUTDOWN_TIMEOUT_MS = 3_000;
/** Time between two attempts in an outage; kafkajs has made some by itself in each. */
const ATTEMPT_PAUSE_MS = 1_000;
/** A consumer that has asked for nothing for so long hangs. Joining a group may take one minute, as long as a rebalance. */
const SILENCE_LIMIT_MS = 120_000;
const WATCH_MS = 5_000;

export interface KafkaSubscriptionOptions extends SubscribeOptions {
  /** Makes a client that no other consumer uses. */
  readonly createClient: (sockets: ClientSockets) => Kafka;
  readonly names: TopicNames;
  /** Partitions of each topic. */
  readonly partitions: ReadonlyMap<string, number>;
  /** What topics hold, by `partitionName`. */
  readonly offsets: (topics: readonly string[]) => Promise<ReadonlyMap<string, OffsetRange>>;
  /** Whether to tell the broker how far the group has read. */
  readonly commits: boolean;
  /** Told of offsets without records, as control records and compacted ranges are. */
  readonly onSkipped?: (partition: TopicPartition, nextOffset: bigint) => void;
}

/**
 * A consumer of kafkajs behind the port: the caller's store says where to begin and how far it came. The states
 * and what follows from each event are in `subscription-state.ts`; here it is carried out. A consumer that ends in an
 * outage is followed by another, until the subscription is closed.
 */
export class KafkaSubscription implements Subscription {
  readonly #end: SubscriptionEnd;
  readonly #coalescer = new BatchCoalescer((batches) => this.#handle(batches));
  readonly #committer: OffsetCommitter;
  readonly #buffered = new BufferedFetches();
  readonly #ranges = new FetchedRanges();
  readonly #watch: NodeJS.Timeout;
  #consumer: KafkaConsumer;
  #state: SubscriptionState = JOINING;
  #closed: Promise<void> | null = null;
  #heartbeat: (() => Promise<void>) | null = null;
  #outage: Outage | null = null;
  #isHandling = false;
  #lastActivity = performance.now();

  constructor(private readonly options: KafkaSubscriptionOptions) {
    this.#end = new SubscriptionEnd(options.group);
    this.#committer = new OffsetCommitter((offsets) => this.#consumer.commit(offsets));
    this.#consumer = this.#open();
    this.#watch = setInterval(() => this.#endIfSilent(), WATCH_MS).unref();
    const stopWatching = (): void => clearInterval(this.#watch);
    this.ended.then(stopWatching, stopWatching);
  }

  get ended(): Promise<void> {
    return this.#end.ended;
  }

  get outage(): Outage | null {
    return this.#outage;
  }

  /**
   * Connects and begins to join the group.
   * @throws what kafkajs throws if the brokers are away now; once it has resolved, their outages end nothing
   */
  start(): Promise<void> {
    return this.#consumer.start();
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#apply({ type: "resume", partitions });
  }

  millisecondsSincePoll(): number {
    return performance.now() - this.#lastActivity;
  }

  close(): Promise<void> {
    this.#apply({ type: "close" });
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  /** Ends the subscription: to go on where kafkajs goes on would skip records that were never read. */
  failAtLostOffset(physicalTopic: string, partition: number): void {
    const name = partitionName({ topic: this.options.names.logical(physicalTopic), partition });
    const error = new EventLogError(
      "OFFSET_LOST",
      `Partition ${name} no longer has the offset that ${this.options.group} would have read next: retention or an ` +
        `operator deleted records that were never read, or the topic was created anew; run interlude rebuild for this service`,
    );
    this.#apply({ type: "failed", error });
  }

  get #isStopped(): boolean {
    return this.#state.phase === "closing" || this.#state.phase === "failed";
  }

  /** Lets the call of the handler at hand finish, and tells the broker how far it came. */
  async #shutDown(): Promise<void> {
    await this.#coalescer.idle();
    await atMost(SHUTDOWN_TIMEOUT_MS, this.#committer.flush());
    await this.#consumer.close();
    this.#end.closed();
  }

  #open(): KafkaConsumer {
    const { createClient, names, group, topics, partitions } = this.options;
    return new KafkaConsumer({
      createClient,
      names,
      group,
      topics,
      partitions: [...partitions.values()].reduce((sum, one) => sum + one, 0),
      listener: {
        onAssigned: (assigned) => this.#assign(assigned),
        onEnded: (error) => this.#lost(error),
        onActivity: () => (this.#lastActivity = performance.now()),
        onTimeout: (request) => this.#noteOutage(notInTime(request)),
        onServed: () => (this.#outage = null),
        onSkipped: (partition, nextOffset) => {
          this.#ranges.skipped(partition, nextOffset);
          this.options.onSkipped?.(partition, nextOffset);
        },
        onFetched: (payload) => this.#fetched(payload),
      },
    });
  }

  #assign(partitions: readonly TopicPartition[]): void {
    const known = this.options.partitions;
    const added = partitions.find(({ topic, partition }) => partition >= (known.get(topic) ?? 0));
    if (added === undefined) return this.#apply({ type: "assigned", partitions });
    const { topic, partition } = added;
    this.#apply({ type: "failed", error: layoutChanged(topic, known.get(topic) ?? 0, partition + 1) });
  }

  /** Goes on with another consumer, unless the error is one that stays. */
  #lost(error: unknown): void {
    const cause = asEventLogError(error, `Reading ${this.options.topics.join(", ")}`);
    if (!isOutage(error)) return this.#apply({ type: "failed", error: cause });
    this.#noteOutage(cause);
    this.#apply({ type: "lost" });
  }

  #noteOutage(error: unknown): void {
    this.#outage ??= { code: codeOf(error), reason: reasonOf(error), since: Date.now() };
  }

  async #reopen(): Promise<void> {
    await this.#consumer.close();
    await sleep(ATTEMPT_PAUSE_MS);
    if (this.#isStopped) return;
    this.#lastActivity = performance.now();
    const consumer = this.#open();
    this.#consumer = consumer;
    await consumer.start().catch((error: unknown) => {
      if (consumer === this.#consumer) this.#lost(error);
    });
  }

  /** kafkajs can hang for ever, for example in the end of a consumer whose broker stopped responding. */
  #endIfSilent(): void {
    if (this.#isStopped || this.#isHandling || this.millisecondsSincePoll() < SILENCE_LIMIT_MS) return;
    this.#lastActivity = performance.now();
    this.#lost(notInTime("anything"));
  }

  #apply(event: SubscriptionEvent): void {
    const { state, effects } = transition(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: SubscriptionEffect): void {
    switch (effect.type) {
      case "discard":
        this.#coalescer.drop();
        this.#buffered.clear();
        this.#ranges.clear();
        this.#committer.clear();
        break;
      case "position":
        void this.#position(effect);
        break;
      case "seek":
        this.#seek(effect.partition, effect.offset);
        break;
      case "pause":
        this.#consumer.pause(effect.partitions);
        break;
      case "resume":
        this.#consumer.resume(effect.partitions);
        break;
      case "deliver":
        void this.#drain(effect.partition);
        break;
      case "reopen":
        void this.#reopen();
        break;
      case "stop":
        this.#coalescer.drop();
        break;
      case "break":
        this.#end.broken(effect.error);
        this.#closed = this.#consumer.close();
        break;
    }
  }

  /** Asks the store where to begin, until it and the log respond. */
  async #position({ generation, partitions }: PositionEffect): Promise<void> {
    while (generation === this.#state.generation && !this.#isStopped) {
      try {
        const stored = await this.options.startOffsets(partitions);
        const ranges = await this.options.offsets(partitions.map(({ topic }) => topic));
        const offsets = new Map(
          partitions.map(partitionName).map((name) => {
            return [name, startOffset(name, stored.get(name), ranges.get(name)!)];
          }),
        );
        return this.#apply({ type: "positioned", generation, offsets });
      } catch (error) {
        if (!isOutage(error)) return this.#apply({ type: "failed", generation, error });
        this.#noteOutage(error);
        await sleep(ATTEMPT_PAUSE_MS);
      }
    }
  }

  /** Delivers what kafkajs fetched, and tells it where to go on. */
  async #fetched(payload: EachBatchPayload): Promise<void> {
    const { phase, generation } = this.#state;
    if (phase !== "consuming" || payload.isStale()) return;
    this.#heartbeat = payload.heartbeat;
    const { batch } = payload;
    const topic = this.options.names.logical(batch.topic);
    const fetchedFrom = this.#ranges.startOf({ topic, partition: batch.partition }, fetchedOffset(batch));
    const handled = await this.#coalescer.deliver(partitionBatch(batch, topic, fetchedFrom));
    if (handled === null || generation !== this.#state.generation) return;
    this.#commit(handled);
    const last = BigInt(batch.messages.at(-1)!.offset);
    if (handled.isBuffered || handled.isAtEnd) {
      // kafkajs goes on behind what is buffered, and behind what follows it and is no record.
      this.#ranges.delivered(handled, last + 1n, BigInt(batch.lastOffset()) + 1n);
      payload.resolveOffset(last.toString());
      if (handled.isAtEnd) this.options.onSkipped?.(handled, BigInt(batch.lastOffset()) + 1n);
    } else {
      this.#ranges.stoppedAt(handled, handled.nextOffset);
      resumeAt(handled.nextOffset, payload, () => this.#seek(handled, handled.nextOffset));
    }
  }

  /** Delivers what is buffered of a partition. */
  async #drain(partition: TopicPartition): Promise<void> {
    const { generation } = this.#state;
    const batch = this.#buffered.take(partition)!;
    const handled = await this.#coalescer.deliver(batch);
    if (handled === null) {
      this.#apply({ type: "dropped", ...partition, generation, nextOffset: batch.fetchedFrom });
    } else if (generation === this.#state.generation) {
      this.#commit(handled);
    }
  }

  #commit(handled: Handled): void {
    if (this.options.commits) this.#committer.record(handled, handled.nextOffset);
  }

  /** One call of the handler. */
  async #handle(batches: readonly PartitionBatch[]): Promise<readonly Handled[]> {
    const { generation } = this.#state;
    this.#isHandling = true;
    const heartbeats = setInterval(() => void this.#sendHeartbeat(), HEARTBEAT_MS);
    this.#apply({ type: "handling", partitions: batches });
    try {
      const progress = await this.options.onBatches(batches);
      if (generation !== this.#state.generation) return [];
      const byName = new Map(batches.map((batch) => [partitionName(batch), batch]));
      const handled = progress.map((one) => this.#buffer(byName.get(partitionName(one))!, one));
      this.#apply({ type: "handled", generation, batches: handled });
      return handled;
    } catch (error) {
      this.#apply({ type: "failed", error });
      return [];
    } finally {
      clearInterval(heartbeats);
      this.#isHandling = false;
      this.#lastActivity = performance.now();
    }
  }

  /** Keeps what the handler did not take of a batch. */
  #buffer(batch: PartitionBatch, progress: Progress): Handled {
    const isBuffered = this.#buffered.add(batch, progress.nextOffset);
    const last = batch.records.at(-1);
    return {
      ...progress,
      isBuffered,
      isAtEnd: last !== undefined && progress.nextOffset === last.offset + 1n,
    };
  }

  /** Stays a member while a batch takes long; in a rebalance finishes it, and begins no other. */
  async #sendHeartbeat(): Promise<void> {
    await this.#heartbeat?.().catch(() => this.#coalescer.drop());
  }

  #seek({ topic, partition }: TopicPartition, offset: bigint): void {
    this.#ranges.stoppedAt({ topic, partition }, offset);
    this.#consumer.seek({ topic, partition }, offset);
  }
}

type PositionEffect = Omit<Extract<SubscriptionEffect, { type: "position" }>, "type">;

function notInTime(request: string): EventLogError {
  return new EventLogError("LOG_UNREACHABLE", `A broker did not respond in time to ${request}`);
}
