import { EPOCH_HEADER, deadLetterTopics, topics } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { EventLogError, StageMetrics, type StageStore } from "@interlude/stage";
import { MemoryEventLog, MemoryStageStore, createMemoryCodec } from "@interlude/stage/testing";
import { describe, expect, it, vi } from "vitest";
import { now } from "./health/clock.js";
import { ServiceHealth } from "./health/service-health.js";
import { ServiceEngine } from "./service-engine.js";
import { createLogger } from "./telemetry/logger.js";

const input = topics.graphDeltas;
const MINUTES = 60_000;

/** An engine of a stage with one input, whose health is looked at some time after whatever is done. */
async function createEngine(onRecords: () => Promise<void> = async () => {}) {
  const log = new MemoryEventLog();
  await log.createTopics([input, deadLetterTopics.graph]);
  const logger = createLogger({ service: "graph", level: "silent" });
  let later = 0;
  const health = new ServiceHealth(logger, () => now() + later);
  const engine = new ServiceEngine({
    definition: { service: "graph", inputs: [input], outputs: [] },
    store: new MemoryStageStore({}) as unknown as StageStore<Transaction>,
    log,
    codec: createMemoryCodec(),
    metrics: new StageMetrics("graph"),
    logger,
    health,
    onFailure: () => {},
  });
  const handlers = { onRecords, onEpoch: async () => {} };
  return {
    engine,
    log,
    start: () => engine.start(handlers),
    append: () =>
      log.append([
        {
          topic: input.name,
          partition: 0,
          key: Buffer.from("pair"),
          value: null,
          headers: { [EPOCH_HEADER]: "1" },
        },
      ]),
    health,
    /** Whether the consumer lives so long after the last thing that it did. */
    livesAfter: (milliseconds: number): boolean => {
      later = milliseconds;
      const problem = health.livenessProblem;
      later = 0;
      return problem === null || !problem.startsWith("the consumer");
    },
  };
}

describe("the engine of a service", () => {
  it("is live for a few minutes without a poll, and not for hours", async () => {
    const { engine, start, livesAfter } = await createEngine();
    await start();
    expect([2 * MINUTES, 4 * MINUTES, 240 * MINUTES].map(livesAfter)).toEqual([true, false, false]);
    await engine.close();
  });

  it("is live while it works on an epoch, for as long as one statement may take", async () => {
    let finish: () => void = () => {};
    const works = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    const { engine, start, append, livesAfter } = await createEngine(works);
    await start();
    await append();
    await vi.waitFor(() => expect(works).toHaveBeenCalled());
    expect([4 * MINUTES, 59 * MINUTES, 61 * MINUTES].map(livesAfter)).toEqual([true, true, false]);
    finish();
    await engine.close();
  });

  it("is blocked while its work fails for a cause that may pass, and then goes on", async () => {
    let isAway = true;
    const { engine, start, append, health, livesAfter } = await createEngine(async () => {
      if (isAway) throw new EventLogError("LOG_UNREACHABLE", "no broker responds");
    });
    await start();
    health.started();
    await append();
    await vi.waitFor(() => expect(health.state.name).toBe("blocked"));
    expect(health.blocked).toMatchObject({ code: "LOG_UNREACHABLE", reason: "no broker responds" });
    expect([health.readinessProblem, livesAfter(2 * MINUTES)]).toEqual([null, true]);
    isAway = false;
    await vi.waitFor(() => expect(health.state.name).toBe("running"), 10_000);
    await engine.close();
  });

  it("joins its group as soon as the log responds", async () => {
    const { engine, log, start, health } = await createEngine();
    const away = new EventLogError("LOG_UNREACHABLE", "no broker responds");
    const subscribe = vi.spyOn(log, "subscribe").mockRejectedValue(away);
    const starting = start();
    await vi.waitFor(() => expect(health.blocked?.code).toBe("LOG_UNREACHABLE"));
    subscribe.mockRestore();
    await starting;
    expect(health.blocked).toBeNull();
    await engine.close();
  });

  it("is blocked while its subscription is, however well its work went before", async () => {
    const { engine, log, start, health } = await createEngine();
    const outage = { code: "LOG_UNREACHABLE", reason: "no broker responds", since: now() };
    const subscribe = log.subscribe.bind(log);
    log.subscribe = async (options) =>
      Object.defineProperty(await subscribe(options), "outage", { value: outage });
    await start();
    health.started();
    expect([health.state.name, health.blocked]).toEqual(["blocked", outage]);
    await engine.close();
  });

  it("does not publish any more if it is closed while it starts", async () => {
    const { engine, start } = await createEngine();
    const relaying = vi.spyOn(engine.relay, "start");
    const starting = start();
    await engine.close();
    await starting;
    expect(relaying).not.toHaveBeenCalled();
  });
});
