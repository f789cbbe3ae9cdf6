import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createTestLog,
  numbered,
  single,
  topicDefinitions,
  words,
  describeEventLog,
  providedStack,
  RecordingSubscriber,
} from "@interlude/stage/conformance";
import { physicalTopic } from "@interlude/contracts";
import { type EventLog, alignLayouts } from "@interlude/stage";
import type { Admin } from "kafkajs";
import { silentLogger } from "@interlude/stage/testing";
import { createKafkaClient } from "./kafka-client.js";
import { createKafkaEventLog } from "./kafka-event-log.js";

const client = { connection: providedStack().kafka, clientId: "contract-test", logger: silentLogger };

async function createLog(namespace = `contract-${randomUUID()}`): Promise<EventLog> {
  return createKafkaEventLog({ ...client, namespace, topicDefinitions });
}

describeEventLog("kafka event log", () => createLog());

describe("kafka event log, beyond the conformance suite", () => {
  let log: EventLog;
  let namespace: string;
  beforeEach(async () => {
    namespace = `contract-${randomUUID()}`;
    log = await createTestLog(() => createLog(namespace));
  });
  afterEach(() => log.close());

  function physical({ name }: { readonly name: string }): string {
    return physicalTopic({ name, version: 1 }, namespace);
  }

  it("stays in its group while a batch takes longer than the session", async () => {
    await log.append(numbered(single, 0, 3));
    let isFirst = true;
    const subscriber = await RecordingSubscriber.start(log, {
      topics: [single.name],
      before: async () => {
        if (isFirst) await new Promise((resolve) => setTimeout(resolve, 15_000));
        isFirst = false;
      },
    });
    await expect.poll(() => subscriber.records.length, { timeout: 30_000 }).toBe(3);
    await log.append(numbered(single, 3, 6));
    await expect.poll(() => subscriber.records.length, { timeout: 30_000 }).toBe(6);
    expect(subscriber.assignments).toHaveLength(1);
  });

  it("ends the subscription when records were deleted that it has not read, and skips none", async () => {
    await log.append(numbered(single, 0, 3));
    let release = (): void => {};
    const deleted = new Promise<void>((resolve) => (release = resolve));
    const subscriber = await RecordingSubscriber.start(log, { topics: [single.name], before: () => deleted });
    await expect.poll(() => subscriber.calls, { timeout: 20_000 }).toBe(1);
    await log.append(numbered(single, 3, 6));
    await deleteRecords(namespace, 6);
    await log.append(numbered(single, 6, 9));
    release();
    await expect(subscriber.ended).rejects.toMatchObject({ cause: { code: "OFFSET_LOST" } });
    expect(subscriber.records.map(({ offset }) => offset)).toEqual([0n, 1n, 2n]);
  });

  it("takes offsets without a record for no gap: a transaction's end, and a whole one that was aborted", async () => {
    await appendInTransaction(namespace, 0, 3, "commit");
    const subscriber = await RecordingSubscriber.start(log, { topics: [single.name] });
    await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(3);
    await appendInTransaction(namespace, 3, 5, "abort");
    await appendInTransaction(namespace, 5, 7, "commit");
    await expect
      .poll(() => subscriber.texts(single.name), { timeout: 20_000 })
      .toEqual(["0", "1", "2", "5", "6"]);
    await log.append(numbered(single, 7, 8));
    await expect.poll(() => subscriber.texts(single.name).at(-1), { timeout: 20_000 }).toBe("7");
    expect(subscriber.records.at(-1)!.offset).toBe(10n);
    expect(subscriber.gaps).toBe(0);
  });

  it("does not have to wait for what a process left open that was killed", async () => {
    await appendInTransaction(namespace, 0, 3, "kill");
    const appender = await log.openAppender("test");
    await appender.append(numbered(single, 3, 5));
    // Readers see nothing behind a transaction that is open: the broker would end it after a minute.
    const subscriber = await RecordingSubscriber.start(log, { topics: [single.name] });
    await expect.poll(() => subscriber.texts(single.name), { timeout: 20_000 }).toEqual(["3", "4"]);
  });

  it("ends the subscription when its topic is created anew while it is busy", async () => {
    await log.append(numbered(single, 0, 3));
    let release = (): void => {};
    const created = new Promise<void>((resolve) => (release = resolve));
    const subscriber = await RecordingSubscriber.start(log, { topics: [single.name], before: () => created });
    await expect.poll(() => subscriber.calls, { timeout: 20_000 }).toBe(1);
    await log.deleteTopics([single.name]);
    await log.createTopics([single]);
    await log.append(numbered(single, 0, 2));
    release();
    await expect(subscriber.ended).rejects.toMatchObject({ cause: { code: "OFFSET_LOST" } });
    expect(subscriber.texts(single.name)).toEqual(["0", "1", "2"]);
  });

  it("names what differs of a topic that was created by something else", async () => {
    await log.deleteTopics([words.name]);
    await administer((admin) =>
      admin.createTopics({ topics: [{ topic: physical(words), numPartitions: 1, replicationFactor: 1 }] }),
    );
    await expect(alignLayouts(log, [words])).rejects.toMatchObject({
      code: "TOPIC_LAYOUT_DIFFERS",
      message: expect.stringContaining("words: partitions is 1 and should be 4"),
    });
  });

  it("brings settings up to date, and leaves those alone that are an operator's", async () => {
    const settings = { "retention.bytes": "1000", "compression.type": "gzip", "retention.ms": "-1" };
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    await administer((admin) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: 2, name: physical(words), configEntries }],
      }),
    );
    expect((await log.compareTopics([words])).map(({ property }) => property).toSorted()).toEqual([
      "max.message.bytes",
      "message.timestamp.type",
      "retention.bytes",
    ]);
    await alignLayouts(log, [words]);
    expect(await log.compareTopics([words])).toEqual([]);
    const described = await administer((admin) =>
      admin.describeConfigs({ includeSynonyms: false, resources: [{ type: 2, name: physical(words) }] }),
    );
    const entries = described.resources[0]!.configEntries;
    const values = Object.fromEntries(
      entries.map(({ configName, configValue }) => [configName, configValue]),
    );
    expect(values).toMatchObject({ ...settings, "retention.bytes": "-1" });
  });

  it("ends the subscription when its topic is deleted", async () => {
    const subscriber = await RecordingSubscriber.start(log, { topics: [single.name] });
    await expect.poll(() => subscriber.assigned.length, { timeout: 20_000 }).toBe(1);
    await log.deleteTopics([single.name]);
    await expect(subscriber.ended).rejects.toMatchObject({ code: "CONSUMER_CRASHED" });
  });
});

/** Appends to topic `single` as a transactional producer does: behind the records lies one that says how it ended. */
async function appendInTransaction(
  namespace: string,
  from: number,
  below: number,
  end: "commit" | "abort" | "kill",
): Promise<void> {
  const options = { transactionalId: `${namespace}.test`, maxInFlightRequests: 1, idempotent: true };
  const producer = createKafkaClient(client).producer(options);
  await producer.connect();
  const transaction = await producer.transaction();
  const messages = numbered(single, from, below).map(({ key, value }) => ({ key, value }));
  await transaction.send({ topic: physicalTopic({ name: single.name, version: 1 }, namespace), messages });
  if (end !== "kill") await transaction[end]();
  await producer.disconnect();
}

async function administer<Result>(work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const admin = createKafkaClient(client).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Deletes the records of topic `single` before an offset, as retention would. */
async function deleteRecords(namespace: string, before: number): Promise<void> {
  const topic = physicalTopic({ name: single.name, version: 1 }, namespace);
  await administer(async (admin) => {
    // Loads the topic's metadata, without which kafkajs does not know where to send what follows.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(before) }] });
  });
}
