import kafkajs, { type CompressionTypes, type Kafka, type Producer, type TopicMessages } from "kafkajs";
import { EventLogError, type OutgoingRecord, partitionOf } from "@interlude/stage";
import { appendChunks, type PartitionedRecord } from "./append-chunks.js";
import { GroupedMessages } from "./grouped-messages.js";
import { asEventLogError } from "./kafka-errors.js";
import type { TopicNames } from "./topic-names.js";

const ALL_IN_SYNC_REPLICAS = -1;

interface KafkaAppenderOptions {
  readonly kafka: Kafka;
  readonly names: TopicNames;
  /** Number of partitions of a topic by its logical name. */
  readonly partitions: (topic: string) => Promise<number>;
}

/**
 * Appends through an idempotent producer, one request after the other, so that a retry neither
 * doubles a record nor lets it be overtaken.
 */
export class KafkaAppender {
  #producer: Promise<Producer> | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly options: KafkaAppenderOptions) {}

  append(records: readonly OutgoingRecord[]): Promise<void> {
    const appended = this.#last.then(() => this.#appendNow(records));
    this.#last = appended.catch(() => undefined);
    return appended;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#discardProducer();
  }

  async #appendNow(records: readonly OutgoingRecord[]): Promise<void> {
    const topics = [...new Set(records.map((record) => record.topic))];
    const partitions = new Map<string, number>();
    for (const topic of topics) partitions.set(topic, await this.options.partitions(topic));
    const partitioned = records.map((record) => withPartition(record, partitions.get(record.topic)!));
    try {
      const producer = await this.#connectedProducer();
      for (const chunk of appendChunks(partitioned)) {
        const topicMessages = this.#topicMessages(chunk);
        await producer.sendBatch({
          topicMessages,
          acks: ALL_IN_SYNC_REPLICAS,
          compression: this.#compression(chunk),
        });
      }
    } catch (error) {
      // The broker may hold records of the failed request under sequence numbers that this producer
      // would use again, and would then drop other records as duplicates: never use it again.
      await this.#discardProducer();
      throw asEventLogError(error, `Appending to ${topics.join(", ")}`);
    }
  }

  /** Bulk is compressed; what subscribers read is not, for not every client knows zstd. */
  #compression(records: readonly PartitionedRecord[]): CompressionTypes {
    const isBulk = records.every(({ topic }) => this.options.names.isBatched(topic));
    return isBulk ? kafkajs.CompressionTypes.ZSTD : kafkajs.CompressionTypes.None;
  }

  #connectedProducer(): Promise<Producer> {
    this.#producer ??= this.#connect();
    return this.#producer;
  }

  async #connect(): Promise<Producer> {
    const producer = this.options.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: () => (args) => args.message.partition!,
    });
    await producer.connect();
    return producer;
  }

  async #discardProducer(): Promise<void> {
    const producer = this.#producer;
    this.#producer = null;
    await producer?.then((connected) => connected.disconnect()).catch(() => undefined);
  }

  #topicMessages(records: readonly PartitionedRecord[]): TopicMessages[] {
    const messages = new Map<string, GroupedMessages>();
    for (const { topic, key, value, headers, partition } of records) {
      let sameTopic = messages.get(topic);
      if (sameTopic === undefined) messages.set(topic, (sameTopic = new GroupedMessages()));
      sameTopic.add({ key, value, headers: { ...headers }, partition });
    }
    return [...messages].map(([topic, sameTopic]) => ({
      topic: this.options.names.physical(topic),
      messages: sameTopic,
    }));
  }
}

function withPartition(record: OutgoingRecord, partitions: number): PartitionedRecord {
  const partition = record.partition ?? partitionOf(record.key, partitions);
  if (partition < 0 || partition >= partitions) {
    throw new EventLogError(
      "TOPIC_MISSING",
      `Topic ${record.topic} has ${partitions} partitions and no partition ${partition}`,
    );
  }
  return { ...record, partition };
}
