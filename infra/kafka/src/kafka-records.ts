import type { Batch, EachBatchPayload, KafkaMessage } from "kafkajs";
import type { LogRecord, PartitionBatch } from "@interlude/stage";

/**
 * A batch of kafkajs in the port's terms.
 * @param fetchedFrom from where on it has every record
 */
export function partitionBatch(batch: Batch, topic: string, fetchedFrom: bigint): PartitionBatch {
  const { partition } = batch;
  const records = batch.messages.map((message) => logRecord(message, topic, partition));
  return { topic, partition, records, fetchedFrom, highWatermark: BigInt(batch.highWatermark) };
}

/** The offset that kafkajs asked for. Its types lack it. */
export function fetchedOffset(batch: Batch): bigint {
  return BigInt((batch as Batch & { readonly fetchedOffset: string }).fetchedOffset);
}

function logRecord(message: KafkaMessage, topic: string, partition: number): LogRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key,
    value: message.value,
    headers: textHeaders(message.headers),
    timestamp: Number(message.timestamp),
  };
}

/** Headers as text; of one that comes several times the last counts. */
function textHeaders(headers: KafkaMessage["headers"]): Record<string, string> {
  const text: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) text[name] = last.toString();
  }
  return text;
}

/** Makes kafkajs go on at an offset: within the batch by resolving what lies before, elsewhere by a seek. */
export function resumeAt(
  nextOffset: bigint,
  { batch, resolveOffset }: EachBatchPayload,
  seek: (offset: string) => void,
): void {
  const first = BigInt(batch.messages[0]?.offset ?? batch.lastOffset());
  const last = BigInt(batch.messages.at(-1)?.offset ?? batch.lastOffset());
  const isWithin = nextOffset >= first && nextOffset <= last + 1n;
  if (isWithin) resolveOffset((nextOffset - 1n).toString());
  else seek(nextOffset.toString());
}
