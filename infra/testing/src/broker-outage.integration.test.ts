import { randomUUID } from "node:crypto";
import { createKafkaEventLog } from "@interlude/infra-kafka";
import type { EventLog } from "@interlude/stage";
import {
  RecordingSubscriber,
  createTestLog,
  numbered,
  readAll,
  single,
  topicDefinitions,
} from "@interlude/stage/conformance";
import { silentLogger } from "@interlude/stage/testing";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { TcpProxy } from "./tcp-proxy.js";

/** Longer than kafkajs tries by itself, and than the broker keeps a silent member. */
const OUTAGE = { timeout: 90_000 };

describe("a broker that goes away", () => {
  let proxy: TcpProxy;
  let direct: EventLog;
  let log: EventLog;
  beforeEach(async () => {
    const [broker] = inject("stack").kafka.brokers;
    proxy = await TcpProxy.start({ target: broker!, isBroker: true });
    const options = {
      namespace: `outage-${randomUUID()}`,
      clientId: "test",
      logger: silentLogger,
      topicDefinitions,
    };
    direct = await createTestLog(async () =>
      createKafkaEventLog({ ...options, connection: inject("stack").kafka }),
    );
    const connection = { brokers: [proxy.address], replicas: 1 };
    log = createKafkaEventLog({ ...options, connection, readPatienceMs: 3_000 });
  });
  afterEach(async () => {
    await log.close();
    await proxy.close();
    await direct.close();
  });

  it("ends no subscription, however long it takes, and is told of meanwhile", async () => {
    await direct.append(numbered(single, 0, 3));
    const subscriber = await RecordingSubscriber.start(log, { topics: [single.name] });
    await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(3);
    proxy.cut();
    await direct.append(numbered(single, 3, 6));
    await expect.poll(() => subscriber.outage?.code, OUTAGE).toBe("LOG_UNREACHABLE");
    const { since } = subscriber.outage!;
    // More attempts than kafkajs makes by itself before it gives up.
    const { attempts } = proxy;
    await expect.poll(() => proxy.attempts - attempts, OUTAGE).toBeGreaterThan(25);
    expect(subscriber.outage?.since).toBe(since);
    proxy.forward();
    await expect.poll(() => subscriber.texts(single.name), OUTAGE).toEqual(["0", "1", "2", "3", "4", "5"]);
    expect(subscriber.outage).toBeNull();
    expect(subscriber.gaps).toBe(0);
  });

  it("without closing a connection is noticed, too, and survived", async () => {
    await direct.append(numbered(single, 0, 3));
    const subscriber = await RecordingSubscriber.start(log, { topics: [single.name] });
    await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(3);
    proxy.stall();
    await expect.poll(() => subscriber.outage?.code, OUTAGE).toBe("LOG_UNREACHABLE");
    proxy.forward();
    await direct.append(numbered(single, 3, 6));
    await expect.poll(() => subscriber.texts(single.name), OUTAGE).toEqual(["0", "1", "2", "3", "4", "5"]);
    await expect.poll(() => subscriber.outage, OUTAGE).toBeNull();
  });

  it("makes a read fail instead of ending well with a part", async () => {
    // More than one fetch brings.
    const value = Buffer.alloc(100_000, 1);
    await direct.append(numbered(single, 0, 40).map((one) => ({ ...one, value })));
    let count = 0;
    const reading = (async () => {
      for await (const _ of log.read([single.name])) if (++count === 1) proxy.stall();
    })();
    await expect(reading).rejects.toMatchObject({
      code: "LOG_UNREACHABLE",
      message: expect.stringContaining("single/0"),
    });
    expect(count).toBeLessThan(40);
    proxy.forward();
    expect(await readAll(log, [single])).toHaveLength(40);
  });
});
