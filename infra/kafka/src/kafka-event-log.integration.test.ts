import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createTestLog,
  numbered,
  single,
  topicDefinitions,
  describeEventLog,
  providedStack,
  RecordingSubscriber,
} from "@interlude/stage/conformance";
import type { EventLog } from "@interlude/stage";
import { silentLogger } from "@interlude/stage/testing";
import { createKafkaEventLog } from "./kafka-event-log.js";

async function createLog(): Promise<EventLog> {
  return createKafkaEventLog({
    connection: providedStack().kafka,
    namespace: `contract-${randomUUID()}`,
    topicDefinitions,
    clientId: "contract-test",
    logger: silentLogger,
  });
}

describeEventLog("kafka event log", createLog);

describe("kafka event log, beyond the conformance suite", () => {
  let log: EventLog;
  beforeEach(async () => {
    log = await createTestLog(createLog);
  });
  afterEach(() => log.close());

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

  it("ends the subscription when its topic is deleted", async () => {
    const subscriber = await RecordingSubscriber.start(log, { topics: [single.name] });
    await expect.poll(() => subscriber.assigned.length, { timeout: 20_000 }).toBe(1);
    await log.deleteTopics([single.name]);
    await expect(subscriber.ended).rejects.toMatchObject({ code: "CONSUMER_CRASHED" });
  });
});
