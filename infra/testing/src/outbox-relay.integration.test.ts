import { randomUUID } from "node:crypto";
import { EPOCH_HEADER, topics } from "@interlude/contracts";
import { createKafkaEventLog } from "@interlude/infra-kafka";
import { Database, PostgresStageStore } from "@interlude/infra-postgres";
import { BatchWriter, type EventLog, OutboxRelay, StageMetrics } from "@interlude/stage";
import { silentLogger } from "@interlude/stage/testing";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "./test-namespace.js";

const output = topics.graphDirty;
const stack = inject("stack");

describe("the relays of two processes", () => {
  let test: TestDatabase;
  let log: EventLog;
  const open: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    test = await createTestDatabase(stack, "graph");
    log = openLog();
    await log.createTopics([{ ...output, partitions: 1 }]);
  });
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });
  afterAll(async () => {
    await log.deleteTopics([output.name]);
    await log.close();
    await test.dispose();
  });

  const namespace = `relay-${randomUUID()}`;
  function openLog(): EventLog {
    return createKafkaEventLog({
      connection: stack.kafka,
      clientId: "relay-test",
      logger: silentLogger,
      namespace,
    });
  }

  /** What a process has to relay: connections of its own. */
  function startProcess(beforeAppend: () => Promise<void> = async () => {}): StageMetrics {
    const database = new Database({ url: test.url, application: "test" });
    const own = openLog();
    const metrics = new StageMetrics("graph");
    const relay = new OutboxRelay({
      service: "graph",
      outbox: new PostgresStageStore(database).outbox,
      log: {
        openAppender: async (id, ends) => {
          const appender = await own.openAppender(id, ends);
          const append: typeof appender.append = async (records) => {
            await beforeAppend();
            return appender.append(records);
          };
          return { append, close: () => appender.close() };
        },
      },
      logger: silentLogger,
      metrics,
      onPublishedEpoch: () => {},
    });
    relay.start();
    open.push(async () => {
      await relay.stop();
      await own.close();
      await database.close();
    });
    return metrics;
  }

  async function commit(epoch: number, text: string): Promise<void> {
    const store = new PostgresStageStore(test.database);
    await store.transaction(async (transaction) => {
      const headers = { [EPOCH_HEADER]: String(epoch) };
      const pending: Promise<void>[] = [];
      const writer = new BatchWriter({ topic: output.name, partition: 0, headers }, (batch) =>
        pending.push(store.addToOutbox(transaction, [batch])),
      );
      writer.add({ key: Buffer.from("key"), value: Buffer.from(text) });
      writer.flush();
      await Promise.all(pending);
    });
  }

  async function sent(): Promise<string[]> {
    const texts: string[] = [];
    for await (const { value } of log.read([output.name])) texts.push(String(value));
    return texts;
  }

  it("leave nothing of the one that was paused behind what its successor sent", async () => {
    let reach = (): void => {};
    let wake = (): void => {};
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const paused = new Promise<void>((resolve) => (wake = resolve));
    await commit(1, "old");
    const metrics = startProcess(async () => {
      reach();
      await paused;
    });
    await reached;
    startProcess();
    // A process that is paused does not renew; this one does, until the other has the lease.
    const expire = "update leases set expires_at = now() - interval '1 second'";
    await expect
      .poll(() => test.database.query(expire).then(sent), { timeout: 30_000, interval: 500 })
      .toEqual(["old"]);
    await commit(2, "new");
    await expect.poll(sent, { timeout: 30_000 }).toEqual(["old", "new"]);
    wake();
    await expect
      .poll(async () => (await metrics.relayFenced.get()).values[0]?.value, { timeout: 30_000 })
      .toBe(1);
    await commit(3, "newer");
    await expect.poll(sent, { timeout: 30_000 }).toEqual(["old", "new", "newer"]);
  });
});
