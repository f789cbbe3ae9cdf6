import type { Consumer, EachBatchPayload, Kafka } from "kafkajs";
import {
  partitionName,
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
import { BatchCoalescer } from "./batch-coalescer.js";
import { BufferedFetches } from "./buffered-fetches.js";
import { POLL_MS, listenTo } from "./consumer-events.js";
import { FetchedRanges } from "./fetched-ranges.js";
import { RETRY } from "./kafka-client.js";
import { fetchedOffset, partitionBatch, resumeAt } from "./kafka-records.js";
import { OffsetCommitter } from "./offset-committer.js";
import { RestartLimit } from "./restart-limit.js";
import {
  type Handled,
  JOINING,
  type SubscriptionEffect,
  type SubscriptionEvent,
  type SubscriptionState,
  transition,
} from "./subscription-state.js";
import type { TopicNames } from "./topic-names.js";

/** A member that dies is noticed after this; one that blocks longer rejoins, and its store decides. */
const SESSION_TIMEOUT_MS = 10_000;
const HEARTBEAT_MS = 2_000;
/** How long the others wait for a member whose batch takes long. */
const REBALANCE_TIMEOUT_MS = 60_000;
/** How long to wait for a broker that may be away, to commit the last offsets and to leave the group. */
const SHUTDOWN_TIMEOUT_MS = 3_000;

export interface KafkaSubscriptionOptions extends SubscribeOptions {
  /** A client that no other consumer uses. */
  readonly kafka: Kafka;
  readonly names: TopicNames;
  /** Partitions of all topics together. */
  readonly partitions: number;
  /** What topics hold, by `partitionName`. */
  readonly offsets: (topics: readonly string[]) => Promise<ReadonlyMap<string, OffsetRange>>;
  /** Whether to tell the broker how far the group has read. */
  readonly commits: boolean;
  /** Told of offsets without records, as control records and compacted ranges are. */
  readonly onSkipped?: (partition: TopicPartition, nextOffset: bigint) => void;
  /** Told when the broker had nothing for the whole of a poll. */
  readonly onIdlePoll?: () => void;
}

/**
 * A consumer of kafkajs behind the port: the caller's store says where to begin and how far it came. The states
 * and what follows from each event are in `subscription-state.ts`; here it is carried out.
 */
export class KafkaSubscription implements Subscription {
  readonly #end: SubscriptionEnd;
  readonly #consumer: Consumer;
  readonly #coalescer = new BatchCoalescer((batches) => this.#handle(batches));
  readonly #committer: OffsetCommitter;
  readonly #restarts = new RestartLimit();
  readonly #buffered = new BufferedFetches();
  readonly #ranges = new FetchedRanges();
  #state: SubscriptionState = JOINING;
  #closed: Promise<void> | null = null;
  #heartbeat: (() => Promise<void>) | null = null;
  #lastPoll = performance.now();

  constructor(private readonly options: KafkaSubscriptionOptions) {
    this.#end = new SubscriptionEnd(options.group);
    this.#consumer = options.kafka.consumer({
      groupId: options.group,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      maxWaitTimeInMs: POLL_MS,
      allowAutoTopicCreation: false,
      retry: { ...RETRY, restartOnFailure: async () => !this.#isStopped && this.#restarts.take() },
    });
    this.#committer = new OffsetCommitter((offsets) =>
      this.#consumer.commitOffsets(
        offsets.map((offset) => ({ ...offset, topic: options.names.physical(offset.topic) })),
      ),
    );
  }

  get ended(): Promise<void> {
    return this.#end.ended;
  }

  /** Connects and begins to join the group; records come once the group has given out its partitions. */
  async start(): Promise<void> {
    listenTo(this.#consumer, this.options.names, {
      onAssigned: (partitions) => this.#apply({ type: "assigned", partitions }),
      onCrash: (error) => this.#apply({ type: "failed", error }),
      onPoll: () => (this.#lastPoll = performance.now()),
      onIdlePoll: () => {
        if (this.#state.phase === "consuming") this.options.onIdlePoll?.();
      },
      onSkipped: (partition, nextOffset) => {
        this.#ranges.skipped(partition, nextOffset);
        this.options.onSkipped?.(partition, nextOffset);
      },
    });
    await this.#consumer.connect();
    await this.#consumer.subscribe({
      topics: this.options.topics.map((topic) => this.options.names.physical(topic)),
      fromBeginning: true,
    });
    this.#consumer
      .run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: this.options.partitions,
        eachBatch: (payload) => this.#fetched(payload),
      })
      .catch((error: unknown) => this.#apply({ type: "failed", error }));
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#apply({ type: "resume", partitions });
  }

  millisecondsSincePoll(): number {
    return performance.now() - this.#lastPoll;
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
    await this.#disconnect();
    this.#end.closed();
  }

  async #disconnect(): Promise<void> {
    await atMost(
      SHUTDOWN_TIMEOUT_MS,
      this.#consumer.disconnect().catch(() => undefined),
    );
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
        this.#consumer.pause(this.#physical(effect.partitions));
        break;
      case "resume":
        this.#consumer.resume(this.#physical(effect.partitions));
        break;
      case "deliver":
        void this.#drain(effect.partition);
        break;
      case "stop":
        this.#coalescer.drop();
        break;
      case "break":
        this.#end.broken(effect.error);
        this.#closed = this.#disconnect();
        break;
    }
  }

  /** Asks the store where to begin. */
  async #position({ generation, partitions }: PositionEffect): Promise<void> {
    try {
      const stored = await this.options.startOffsets(partitions);
      const ranges = await this.options.offsets(partitions.map(({ topic }) => topic));
      const offsets = new Map(
        partitions.map(partitionName).map((name) => {
          return [name, startOffset(name, stored.get(name), ranges.get(name)!)];
        }),
      );
      this.#apply({ type: "positioned", generation, offsets });
    } catch (error) {
      this.#apply({ type: "failed", generation, error });
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
    this.#consumer.seek({ topic: this.options.names.physical(topic), partition, offset: offset.toString() });
  }

  #physical(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
    return partitions.map(({ topic, partition }) => ({
      topic: this.options.names.physical(topic),
      partitions: [partition],
    }));
  }
}

type PositionEffect = Extract<SubscriptionEffect, { type: "position" }>;

/** Waits for work, but no longer than so many milliseconds. */
async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
