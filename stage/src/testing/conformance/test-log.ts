import type { EventLog, LogRecord, OutgoingRecord, TopicLayout } from "../../log/event-log.js";

const HOUR = 60 * 60 * 1000;

/** Topics of the conformance suite. `missing` is in the catalogue of the suite and is never created. */
export const words: TopicLayout = { name: "words", partitions: 4, cleanup: "delete", retentionMs: HOUR };
export const single: TopicLayout = { name: "single", partitions: 1, cleanup: "delete", retentionMs: HOUR };
export const state: TopicLayout = { name: "state", partitions: 2, cleanup: "compact", retentionMs: -1 };
export const missing: TopicLayout = { name: "missing", partitions: 1, cleanup: "delete", retentionMs: HOUR };

/** What an adapter under test has to know of them. Of a topic of batches it may compress the records. */
export const topicDefinitions = [words, single, state, missing].map(({ name }) => ({
  name,
  version: 1,
  batched: name === words.name,
}));

/** Makes an empty log without topics; the suite closes it. */
export type CreateLog = () => Promise<EventLog>;

/** A log with the suite's topics, empty. */
export async function createTestLog(create: CreateLog): Promise<EventLog> {
  const log = await create();
  await log.createTopics([words, single, state]);
  return log;
}

/** A record with a text for key and value. */
export function record(topic: TopicLayout, text: string, partition?: number): OutgoingRecord {
  return { topic: topic.name, key: Buffer.from(text), value: Buffer.from(text), headers: {}, partition };
}

/** Records numbered from one number up to another, that one not included. */
export function numbered(
  topic: TopicLayout,
  from: number,
  below: number,
  partition?: number,
): OutgoingRecord[] {
  return Array.from({ length: below - from }, (_, index) => record(topic, `${from + index}`, partition));
}

/** Everything that topics hold. */
export async function readAll(log: EventLog, topics: readonly TopicLayout[]): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const one of log.read(topics.map(({ name }) => name))) records.push(one);
  return records;
}
