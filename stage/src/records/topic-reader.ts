import { EPOCH_HEADER, type Marker, type Topic } from "@interlude/contracts";
import type { Codec } from "../codec/codec.js";
import {
  type EventLog,
  type LogRecord,
  type RecordHeaders,
  type Subscription,
  partitionName,
} from "../log/event-log.js";
import { isMarker } from "./markers.js";

/** A record as a subscriber sees it. */
export interface TopicRecord<Value> {
  readonly key: string;
  /** null is a tombstone: the key is withdrawn. */
  readonly value: Value | null;
  readonly headers: RecordHeaders;
  /** The epoch that caused it. */
  readonly epoch: number;
  /** Unix time in milliseconds at which it was appended. */
  readonly timestamp: number;
}

/** Newest value of every key of a compacted topic as it stands now; markers are left out. */
export async function latestByKey<Value>(
  log: Pick<EventLog, "read">,
  codec: Codec,
  topic: Topic<Value>,
): Promise<Map<string, Value>> {
  const latest = new Map<string, Value>();
  for await (const record of log.read([topic.name])) {
    if (isMarker(record)) continue;
    for (const { key, value } of await decode(codec, topic, record)) {
      if (value === null) latest.delete(key);
      else latest.set(key, value);
    }
  }
  return latest;
}

export interface FollowOptions<Value> {
  readonly log: EventLog;
  readonly codec: Codec;
  readonly topic: Topic<Value>;
  /** A group of its own; offsets are not kept. */
  readonly group: string;
  readonly from: "beginning" | "now";
  onRecord(record: TopicRecord<Value>): void | Promise<void>;
  /** Markers are hidden unless asked for. */
  onMarker?(marker: Marker, partition: number): void;
}

/** Subscribes to a topic as a reader that keeps nothing: records in order per key, markers hidden. */
export async function followTopic<Value>(options: FollowOptions<Value>): Promise<Subscription> {
  const { log, codec, topic } = options;
  const end = options.from === "now" ? await log.endOffsets([topic.name]) : new Map<string, bigint>();
  return log.subscribe({
    group: options.group,
    topics: [topic.name],
    startOffsets: async (assigned) =>
      new Map(
        assigned.map((partition) => [partitionName(partition), end.get(partitionName(partition)) ?? 0n]),
      ),
    onBatches: async (batches) => {
      for (const { partition, records } of batches) {
        for (const record of records) {
          if (!isMarker(record)) {
            for (const one of await decode(codec, topic, record)) await options.onRecord(one);
          } else if (options.onMarker !== undefined) {
            options.onMarker(await codec.decodeMarker(record.value!), partition);
          }
        }
      }
      return batches.map(({ partition, records }) => ({
        topic: topic.name,
        partition,
        nextOffset: records.at(-1)!.offset + 1n,
        pause: false,
      }));
    },
  });
}

/** What a record carries: of a batched topic its items, with the key that they share. */
async function decode<Value>(
  codec: Codec,
  topic: Topic<Value>,
  record: LogRecord,
): Promise<TopicRecord<Value>[]> {
  const values = record.value === null ? [null] : await codec.decodeItems(topic, record.value);
  return values.map((value) => ({
    key: record.key?.toString("utf8") ?? "",
    value,
    headers: record.headers,
    epoch: Number(record.headers[EPOCH_HEADER] ?? 0),
    timestamp: record.timestamp,
  }));
}
