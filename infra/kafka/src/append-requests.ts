import kafkajs, { type CompressionTypes, type ProducerBatch, type TopicMessages } from "kafkajs";
import { EventLogError, type OutgoingRecord, partitionOf } from "@interlude/stage";
import { appendChunks, type PartitionedRecord } from "./append-chunks.js";
import { GroupedMessages } from "./grouped-messages.js";
import type { TopicNames } from "./topic-names.js";

const ALL_IN_SYNC_REPLICAS = -1;

export interface AppendRequestsOptions {
  readonly names: TopicNames;
  /** Number of partitions of a topic by its logical name. */
  readonly partitions: (topic: string) => Promise<number>;
}

/** Makes of records the requests that append them, each as large as a broker takes. */
export class AppendRequests {
  constructor(private readonly options: AppendRequestsOptions) {}

  /** @throws EventLogError `TOPIC_MISSING` if a topic or a partition that a record names does not exist */
  async of(records: readonly OutgoingRecord[]): Promise<Iterable<ProducerBatch>> {
    const partitions = new Map<string, number>();
    for (const topic of topicsOf(records)) partitions.set(topic, await this.options.partitions(topic));
    const partitioned = records.map((record) => withPartition(record, partitions.get(record.topic)!));
    return this.#requests(partitioned);
  }

  *#requests(records: readonly PartitionedRecord[]): Iterable<ProducerBatch> {
    for (const chunk of appendChunks(records)) {
      const topicMessages = this.#topicMessages(chunk);
      yield { topicMessages, acks: ALL_IN_SYNC_REPLICAS, compression: this.#compression(chunk) };
    }
  }

  /** Bulk is compressed; what subscribers read is not, for not every client knows zstd. */
  #compression(records: readonly PartitionedRecord[]): CompressionTypes {
    const isBulk = records.every(({ topic }) => this.options.names.isBatched(topic));
    return isBulk ? kafkajs.CompressionTypes.ZSTD : kafkajs.CompressionTypes.None;
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

/** Their topics, each once. */
export function topicsOf(records: readonly OutgoingRecord[]): string[] {
  return [...new Set(records.map(({ topic }) => topic))];
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
