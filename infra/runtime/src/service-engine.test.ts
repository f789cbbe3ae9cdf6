import { deadLetterTopics, topics } from "@interlude/contracts";
import { Database, type Transaction } from "@interlude/infra-postgres";
import { StageMetrics, type StageStore } from "@interlude/stage";
import { MemoryEventLog, MemoryStageStore, createMemoryCodec } from "@interlude/stage/testing";
import { describe, expect, it } from "vitest";
import { ServiceEngine } from "./service-engine.js";
import { serviceSettings } from "./settings/service-settings.js";
import { readSettings } from "./settings/setting.js";
import { StatusReporter } from "./status-reporter.js";
import { createLogger } from "./telemetry/logger.js";

const input = topics.graphDeltas;
const handlers = { onRecords: async () => {}, onEpoch: async () => {} };

/** An engine whose log was asked for records so many milliseconds ago. */
async function engineOf(inputs: readonly (typeof input)[], millisecondsSincePoll: number) {
  const log = new MemoryEventLog();
  await log.createTopics([input, deadLetterTopics.graph]);
  const subscribe = log.subscribe.bind(log);
  log.subscribe = async (options) =>
    Object.assign(await subscribe(options), { millisecondsSincePoll: () => millisecondsSincePoll });
  const databaseUrl = "postgres://127.0.0.1:1/none";
  return new ServiceEngine({
    definition: { service: "graph", inputs, outputs: [] },
    settings: readSettings(serviceSettings, {
      KAFKA_BROKERS: "127.0.0.1:1",
      SCHEMA_REGISTRY_URL: "http://127.0.0.1:1",
      DATABASE_URL: databaseUrl,
    }),
    database: new Database({ url: databaseUrl, application: "test" }),
    store: new MemoryStageStore({}) as unknown as StageStore<Transaction>,
    log,
    codec: createMemoryCodec(),
    metrics: new StageMetrics("graph"),
    reporter: new StatusReporter(),
    logger: createLogger({ service: "graph", level: "silent" }),
    onFailure: () => {},
  });
}

describe("the engine of a service", () => {
  it("is ready once it has started and until it closes", async () => {
    const engine = await engineOf([input], 0);
    expect([engine.live(), engine.ready()]).toEqual([true, false]);
    await engine.start(handlers);
    expect([engine.live(), engine.ready()]).toEqual([true, true]);
    await engine.close();
    expect(engine.ready()).toBe(false);
  });

  it.each([
    [59_000, true],
    [61_000, false],
  ])("that polled %i ms ago lives: %s", async (milliseconds, lives) => {
    const engine = await engineOf([input], milliseconds);
    await engine.start(handlers);
    expect(engine.live()).toBe(lives);
    await engine.close();
  });

  it("is ready at once without inputs", async () => {
    const engine = await engineOf([], 0);
    expect([engine.live(), engine.ready()]).toEqual([true, true]);
  });

  it("does not publish any more if it is closed while it starts", async () => {
    const engine = await engineOf([input], 0);
    const starting = engine.start(handlers);
    await engine.close();
    await starting;
    expect(engine.ready()).toBe(false);
  });
});
