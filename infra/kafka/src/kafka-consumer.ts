import type { Consumer, EachBatchPayload, Kafka } from "kafkajs";
import type { TopicPartition } from "@interlude/stage";
import { atMost } from "./at-most.js";
import { ClientSockets } from "./client-sockets.js";
import { type ConsumerListener, listenTo } from "./consumer-events.js";
import { RETRY } from "./kafka-client.js";
import type { CommittedOffset } from "./offset-committer.js";
import type { TopicNames } from "./topic-names.js";

/** A member that dies is noticed after this; one that blocks longer rejoins, and its store decides. */
const SESSION_TIMEOUT_MS = 10_000;
export const HEARTBEAT_MS = 2_000;
/** How long the others wait for a member whose batch takes long. */
const REBALANCE_TIMEOUT_MS = 60_000;
/**
 * The broker waits so long for records, and responds at once when there are some. A partition that is
 * resumed outside a batch waits for the end of a poll; polling less costs less while nothing comes.
 */
const POLL_MS = 250;
/** After this time it is noticed that a topic has more partitions. */
const METADATA_MAX_AGE_MS = 60_000;
/** How long to wait for a broker that may be away. */
const CLOSE_TIMEOUT_MS = 3_000;

interface KafkaConsumerOptions {
  /** Makes a client, which no other consumer may use. */
  readonly createClient: (sockets: ClientSockets) => Kafka;
  readonly names: TopicNames;
  readonly group: string;
  readonly topics: readonly string[];
  /** Partitions of all topics together. */
  readonly partitions: number;
  readonly listener: ConsumerListener & { onFetched(payload: EachBatchPayload): Promise<void> };
}

/** One consumer of kafkajs, from its start to its end, by the topics' logical names. Once closed it tells nothing. */
export class KafkaConsumer {
  readonly #consumer: Consumer;
  readonly #sockets = new ClientSockets();
  #isClosed = false;

  constructor(private readonly options: KafkaConsumerOptions) {
    this.#consumer = options.createClient(this.#sockets).consumer({
      groupId: options.group,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      maxWaitTimeInMs: POLL_MS,
      allowAutoTopicCreation: false,
      metadataMaxAge: METADATA_MAX_AGE_MS,
      // One that kafkajs starts anew can hang for ever in the end of the one before; another is opened instead.
      retry: { ...RETRY, restartOnFailure: async () => false },
    });
  }

  /** Connects and begins to join the group; records come once the group has given out its partitions. */
  async start(): Promise<void> {
    const { listener, names, topics, partitions } = this.options;
    listenTo(this.#consumer, names, {
      onAssigned: (assigned) => this.#unlessClosed(() => listener.onAssigned(assigned)),
      onEnded: (error) => this.#unlessClosed(() => listener.onEnded(error)),
      onActivity: () => this.#unlessClosed(() => listener.onActivity()),
      onTimeout: (request) => this.#unlessClosed(() => listener.onTimeout(request)),
      onServed: () => this.#unlessClosed(() => listener.onServed()),
      onSkipped: (partition, nextOffset) =>
        this.#unlessClosed(() => listener.onSkipped(partition, nextOffset)),
    });
    await this.#consumer.connect();
    await this.#consumer.subscribe({
      topics: topics.map((topic) => names.physical(topic)),
      fromBeginning: true,
    });
    this.#consumer
      .run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: partitions,
        eachBatch: async (payload) => {
          if (!this.#isClosed) await listener.onFetched(payload);
        },
      })
      .catch((error: unknown) => this.#unlessClosed(() => listener.onEnded(error)));
  }

  seek({ topic, partition }: TopicPartition, offset: bigint): void {
    const physical = this.options.names.physical(topic);
    this.#consumer.seek({ topic: physical, partition, offset: offset.toString() });
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#consumer.pause(this.#physical(partitions));
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#consumer.resume(this.#physical(partitions));
  }

  /** Tells the broker how far the group has read. */
  async commit(offsets: readonly CommittedOffset[]): Promise<void> {
    const { names } = this.options;
    const physical = offsets.map((offset) => ({ ...offset, topic: names.physical(offset.topic) }));
    await this.#consumer.commitOffsets(physical);
  }

  /** Leaves the group; a broker that does not respond notices it by itself. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const disconnected = this.#consumer.disconnect().catch(() => undefined);
    await atMost(CLOSE_TIMEOUT_MS, disconnected);
    this.#sockets.destroy();
  }

  #unlessClosed(tell: () => void): void {
    if (!this.#isClosed) tell();
  }

  #physical(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
    return partitions.map(({ topic, partition }) => ({
      topic: this.options.names.physical(topic),
      partitions: [partition],
    }));
  }
}
