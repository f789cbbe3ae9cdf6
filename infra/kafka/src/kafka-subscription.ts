import type { Consumer, EachBatchPayload, Kafka } from "kafkajs";
import {
  partitionName,
  type PartitionBatch,
  type Progress,
  type SubscribeOptions,
  type Subscription,
  type TopicPartition,
  SubscriptionEnd,
  startOffset,
  type OffsetRange,
} from "@interlude/stage";
import { BatchCoalescer } from "./batch-coalescer.js";
import { HeldRecords } from "./held-records.js";
import { RETRY, type KafkaLogger } from "./kafka-client.js";
import { goOnAt, partitionBatch } from "./kafka-records.js";
import { OffsetCommitter } from "./offset-committer.js";
import { RestartBudget } from "./restart-budget.js";
import type { TopicNames } from "./topic-names.js";

/**
 * The broker waits so long for records, and answers at once when there are some. A partition that is
 * resumed outside a batch waits for the end of a poll; polling less costs less while nothing comes.
 */
export const POLL_MS = 250;
/** A member that dies is noticed after this; one that blocks longer rejoins, and its store decides. */
const SESSION_TIMEOUT_MS = 10_000;
const HEARTBEAT_MS = 2_000;
/** How long the others wait for a member whose batch takes long. */
const REBALANCE_TIMEOUT_MS = 60_000;
/** How long a broker that may be away is waited for, to tell it the last offsets and to leave the group. */
const FAREWELL_MS = 3_000;

export interface KafkaSubscriptionOptions extends SubscribeOptions {
  /** A client that no other consumer uses. */
  readonly kafka: Kafka;
  readonly names: TopicNames;
  readonly logger: KafkaLogger;
  /** Partitions of all topics together. */
  readonly partitions: number;
  /** What topics hold, by `partitionName`. */
  readonly offsets: (topics: readonly string[]) => Promise<ReadonlyMap<string, OffsetRange>>;
  /** Whether to tell the broker how far the group has read. */
  readonly commits: boolean;
  /** Told of offsets without records for anybody, as control records and compacted ranges are. */
  readonly onSkipped?: (partition: TopicPartition, nextOffset: bigint) => void;
  /** Told when the broker had nothing for the whole of a poll. */
  readonly onIdlePoll?: () => void;
}

/** A consumer of kafkajs behind the port: the caller's store says where to begin and how far it came. */
export class KafkaSubscription implements Subscription {
  private readonly end: SubscriptionEnd;
  private readonly consumer: Consumer;
  private readonly coalescer = new BatchCoalescer((batches) => this.handle(batches));
  private readonly committer: OffsetCommitter;
  private readonly restarts = new RestartBudget();
  /** Their partitions are paused for kafkajs, which goes on behind them. */
  private readonly held = new HeldRecords();
  /** Partitions of which something that was held is being handled. */
  private readonly delivering = new Set<string>();
  private readonly resumedDuringBatch = new Set<string>();
  private assigned = new Map<string, TopicPartition>();
  /** Counts assignments: what belongs to an earlier one is void. */
  private generation = 0;
  private positioned = false;
  private stopping = false;
  private closed: Promise<void> | null = null;
  private heartbeat: (() => Promise<void>) | null = null;
  private lastPoll = performance.now();

  constructor(private readonly options: KafkaSubscriptionOptions) {
    this.end = new SubscriptionEnd(options.group);
    this.consumer = options.kafka.consumer({
      groupId: options.group,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      maxWaitTimeInMs: POLL_MS,
      allowAutoTopicCreation: false,
      retry: { ...RETRY, restartOnFailure: async () => !this.stopping && this.restarts.take() },
    });
    this.committer = new OffsetCommitter((offsets) =>
      this.consumer.commitOffsets(
        offsets.map((offset) => ({ ...offset, topic: options.names.physical(offset.topic) })),
      ),
    );
  }

  get ended(): Promise<void> {
    return this.end.ended;
  }

  /** Connects and begins to join the group; records come once the group has given out its partitions. */
  async start(): Promise<void> {
    this.listen();
    await this.consumer.connect();
    await this.consumer.subscribe({
      topics: this.options.topics.map((topic) => this.options.names.physical(topic)),
      fromBeginning: true,
    });
    this.consumer
      .run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: this.options.partitions,
        eachBatch: (payload) => this.eachBatch(payload),
      })
      .catch((error: unknown) => this.fail(error));
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.resumedDuringBatch.add(partitionName(partition));
    const ours = partitions.filter((partition) => this.assigned.has(partitionName(partition)));
    // Before the store has said where to begin, everything is held back, and let go afterwards.
    if (!this.positioned || this.stopping) return;
    const isHeld = (one: TopicPartition) => this.held.has(one) || this.delivering.has(partitionName(one));
    this.consumer.resume(this.physical(ours.filter((partition) => !isHeld(partition))));
    for (const partition of ours) void this.deliverHeld(partition);
  }

  millisecondsSincePoll(): number {
    return performance.now() - this.lastPoll;
  }

  close(): Promise<void> {
    this.closed ??= this.closeNow();
    return this.closed;
  }

  private async closeNow(): Promise<void> {
    this.stopping = true;
    this.coalescer.drop();
    await this.coalescer.idle();
    await atMost(FAREWELL_MS, this.committer.flush());
    await this.disconnect();
    this.end.closed();
  }

  private fail(error: unknown): void {
    if (this.stopping) return;
    this.stopping = true;
    this.coalescer.drop();
    this.end.broken(error);
    this.closed = this.disconnect();
  }

  private async disconnect(): Promise<void> {
    await atMost(
      FAREWELL_MS,
      this.consumer.disconnect().catch(() => undefined),
    );
  }

  private listen(): void {
    const { events, on } = this.consumer;
    let batches = 0;
    on(events.GROUP_JOIN, ({ payload }) => this.join(payload.memberAssignment));
    on(events.CRASH, ({ payload }) => {
      if (!payload.restart) this.fail(payload.error);
    });
    on(events.FETCH_START, () => {
      this.lastPoll = performance.now();
      batches = 0;
    });
    on(events.START_BATCH_PROCESS, () => {
      batches++;
    });
    on(events.FETCH, ({ payload }) => {
      this.lastPoll = performance.now();
      if (this.positioned && batches === 0 && payload.duration >= POLL_MS) this.options.onIdlePoll?.();
    });
    on(events.END_BATCH_PROCESS, ({ payload }) => {
      const topic = this.options.names.logical(payload.topic);
      const isSkipped = payload.batchSize === 0;
      if (isSkipped)
        this.options.onSkipped?.({ topic, partition: payload.partition }, BigInt(payload.lastOffset) + 1n);
    });
  }

  /** Holds every partition back until the store has said where to begin; nothing is fetched before. */
  private async join(assignment: Readonly<Record<string, number[]>>): Promise<void> {
    const generation = ++this.generation;
    const partitions = Object.entries(assignment).flatMap(([physical, numbers]) =>
      numbers.map((partition) => ({ topic: this.options.names.logical(physical), partition })),
    );
    this.assigned = new Map(partitions.map((partition) => [partitionName(partition), partition]));
    this.positioned = false;
    this.coalescer.drop();
    this.held.clear();
    this.delivering.clear();
    this.committer.clear();
    this.consumer.pause(this.physical(partitions));
    try {
      const offsets = await this.startOffsets(partitions);
      if (generation !== this.generation || this.stopping) return;
      for (const [name, { topic, partition }] of this.assigned) {
        this.seek({ topic, partition }, offsets.get(name) ?? 0n);
      }
      this.positioned = true;
      this.consumer.resume(this.physical(partitions));
    } catch (error) {
      if (generation === this.generation) this.fail(error);
    }
  }

  private async startOffsets(partitions: readonly TopicPartition[]): Promise<ReadonlyMap<string, bigint>> {
    const stored = await this.options.startOffsets(partitions);
    const ranges = await this.options.offsets(partitions.map(({ topic }) => topic));
    const names = partitions.map(partitionName);
    return new Map(names.map((name) => [name, startOffset(name, stored.get(name), ranges.get(name)!)]));
  }

  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    const generation = this.generation;
    if (this.stopping || payload.isStale()) return;
    this.heartbeat = payload.heartbeat;
    const topic = this.options.names.logical(payload.batch.topic);
    const batch = partitionBatch(payload.batch, topic);
    const progress = await this.coalescer.deliver(batch);
    if (progress === null || generation !== this.generation) return;
    if (this.options.commits) this.committer.note(progress, progress.nextOffset);
    if (this.held.hold(batch, progress.nextOffset)) {
      payload.resolveOffset(payload.batch.messages.at(-1)!.offset);
      this.consumer.pause(this.physical([progress]));
      if (!progress.pause) void this.deliverHeld(progress);
    } else {
      goOnAt(progress.nextOffset, payload, () => this.seek(progress, progress.nextOffset));
    }
  }

  /** Delivers what is held of a partition until it is paused; once nothing is left, kafkajs goes on. */
  private async deliverHeld(partition: TopicPartition): Promise<void> {
    const generation = this.generation;
    const name = partitionName(partition);
    for (let batch = this.held.take(partition); batch !== undefined; batch = this.held.take(partition)) {
      this.delivering.add(name);
      const progress = await this.coalescer.deliver(batch);
      if (progress === null || generation !== this.generation) return;
      this.delivering.delete(name);
      if (this.options.commits) this.committer.note(progress, progress.nextOffset);
      const isHeld = this.held.hold(batch, progress.nextOffset);
      if (isHeld && progress.pause) return;
      if (isHeld) continue;
      const isAtEnd = progress.nextOffset === batch.records.at(-1)!.offset + 1n;
      if (!isAtEnd) this.seek(partition, progress.nextOffset);
      if (!progress.pause && !this.stopping) this.consumer.resume(this.physical([partition]));
    }
  }

  private async handle(batches: readonly PartitionBatch[]): Promise<readonly Progress[]> {
    const generation = this.generation;
    const heartbeats = setInterval(() => void this.beat(), HEARTBEAT_MS);
    this.resumedDuringBatch.clear();
    try {
      const progress = await this.options.onBatches(batches);
      // Who resumes while the batch is at hand may know more than the batch did.
      const known = progress.map((one) => ({
        ...one,
        pause: one.pause && !this.resumedDuringBatch.has(partitionName(one)),
      }));
      const pausing = known.filter(({ pause }) => pause);
      if (generation === this.generation && !this.stopping) this.consumer.pause(this.physical(pausing));
      return known;
    } catch (error) {
      this.fail(error);
      return [];
    } finally {
      clearInterval(heartbeats);
    }
  }

  /** Stays a member while a batch takes long; in a rebalance finishes it, and begins no other. */
  private async beat(): Promise<void> {
    await this.heartbeat?.().catch(() => this.coalescer.drop());
  }

  private seek({ topic, partition }: TopicPartition, offset: bigint): void {
    this.consumer.seek({ topic: this.options.names.physical(topic), partition, offset: offset.toString() });
  }

  private physical(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
    return partitions.map(({ topic, partition }) => ({
      topic: this.options.names.physical(topic),
      partitions: [partition],
    }));
  }
}

/** Waits for work, but no longer than so many milliseconds. */
async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
