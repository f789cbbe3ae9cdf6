import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type IngestionStatus, catalogue, topics } from "@interlude/contracts";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import { Database } from "@interlude/infra-postgres";
import {
  CODEC,
  EVENT_LOG,
  LOGGER,
  StatusReporter,
  WorkProgress,
  createLogger,
} from "@interlude/infra-runtime";
import { readSettings } from "@interlude/infra-runtime/settings";
import { createTestDatabase } from "@interlude/infra-testing";
import { StageMetrics, latestByKey } from "@interlude/stage";
import { MemoryEventLog, createMemoryCodec } from "@interlude/stage/testing";
import { type INestApplicationContext, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import "reflect-metadata";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { type IngestionConfiguration, ingestionConfiguration } from "./configuration.js";
import { INGESTION_PROVIDERS } from "./ingestion.module.js";
import { settings } from "./settings.js";
import { artistCredit, dumpMembers, packetMembers } from "./testing/music-files.js";
import { END_PROCESS, INGESTION_CONFIGURATION } from "./tokens.js";

@Module({})
class TestModule {}

const root = temporaryFolder();
let test: Awaited<ReturnType<typeof createTestDatabase>>;
let folder: string;
const running: INestApplicationContext[] = [];
beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "ingestion");
});
afterAll(() => test.dispose());
beforeEach(async () => {
  folder = mkdtempSync(join(root, "source-"));
  await test.database.query("truncate epochs, epoch_files");
});
afterEach(async () => {
  for (const context of running.splice(0)) await context.close();
});

/** A process's worth of ingestion, with the log in memory. */
async function start(options: Partial<IngestionConfiguration>) {
  const configuration = { ...ingestionConfiguration(readSettings(settings, {})), ...options };
  const log = new MemoryEventLog();
  await log.createTopics(catalogue);
  const reporter = new StatusReporter();
  const metrics = new StageMetrics("ingestion");
  const endProcess = vi.fn();
  const values: [unknown, unknown][] = [
    [INGESTION_CONFIGURATION, configuration],
    [END_PROCESS, endProcess],
    [EVENT_LOG, log],
    [CODEC, createMemoryCodec()],
    [LOGGER, createLogger({ service: "ingestion", level: "silent" })],
    [Database, test.database],
    [StatusReporter, reporter],
    [WorkProgress, new WorkProgress()],
    [StageMetrics, metrics],
  ];
  const provided = values.map(([provide, useValue]) => ({ provide: provide as symbol, useValue }));
  const providers = [...provided, ...INGESTION_PROVIDERS];
  const context = await NestFactory.createApplicationContext(
    { module: TestModule, providers },
    { logger: false },
  );
  running.push(context);
  return { reporter, endProcess, metrics, context, log };
}

const credit = (id: number) => ({ table: "artist_credit", after: artistCredit(id) });
const writePacket = (sequence: number) =>
  writeArchive(folder, `replication-${sequence}-v2.tar`, packetMembers(sequence, [credit(sequence)]));
const writeDump = () => writeArchive(folder, "mbdump.tar", dumpMembers({ artist_credit: [artistCredit(1)] }));
/** What was made known last of what ingestion does. */
async function announced(log: MemoryEventLog): Promise<IngestionStatus | undefined> {
  const latest = await latestByKey(log, createMemoryCodec(), topics.ingestionStatus);
  expect([...latest.keys()]).toEqual(["ingestion"]);
  return latest.get("ingestion");
}
const exposition = async (metrics: StageMetrics) => metrics.registry.metrics();

describe("the ingestion service", () => {
  it("in mode once publishes what is there and ends well", async () => {
    await writeDump();
    await writePacket(101);
    const { reporter, endProcess, metrics } = await start({ source: folder, mode: "once" });
    await vi.waitFor(() => expect(endProcess).toHaveBeenCalledWith(0), 20_000);
    expect(reporter.read()).toMatchObject({
      completedEpoch: 2,
      publishedEpoch: 2,
      sequence: 101,
      note: null,
    });
    expect(await exposition(metrics)).toMatch(/interlude_follower_blocked\{[^}]*\} 0/);
    expect(await test.database.query("select epoch, state from epochs order by epoch")).toEqual([
      { epoch: 1, state: "published" },
      { epoch: 2, state: "published" },
    ]);
  });

  it("in mode once ends badly at a gap, and says so", async () => {
    await writeDump();
    await writePacket(102);
    const { reporter, endProcess, metrics, context, log } = await start({ source: folder, mode: "once" });
    await vi.waitFor(() => expect(endProcess).toHaveBeenCalledWith(1), 20_000);
    await context.close();
    expect(await announced(log)).toMatchObject({
      code: "PACKET_GAP",
      note: reporter.read().note,
      packetsBehind: 2,
      upTo: expect.any(Number),
    });
    expect(reporter.read().note).toMatch(/^stopped: packet 101 is missing/);
    expect(await exposition(metrics)).toMatch(/interlude_follower_blocked\{[^}]*\} 1/);
  });

  it("follows until it is told to stop", async () => {
    await writeDump();
    const { reporter, context, endProcess } = await start({ source: folder, mode: "follow" });
    await vi.waitFor(() => expect(reporter.read().completedEpoch).toBe(1), 20_000);
    await writePacket(101);
    await vi.waitFor(
      () => expect(reporter.read()).toMatchObject({ completedEpoch: 2, sequence: 101 }),
      20_000,
    );
    await context.close();
    running.length = 0;
    expect(endProcess).not.toHaveBeenCalled();
  });

  it("is alone on its database: a second process takes over when the first ends, a second run fails", async () => {
    await writeDump();
    const first = await start({ source: folder, mode: "follow" });
    await vi.waitFor(() => expect(first.reporter.read().completedEpoch).toBe(1), 20_000);
    const once = await start({ source: folder, mode: "once" });
    // It waits for as long as a process that was killed would keep the lease.
    await vi.waitFor(() => expect(once.endProcess).toHaveBeenCalledWith(1), 40_000);
    const second = await start({ source: folder, mode: "follow" });
    await vi.waitFor(() => expect(second.reporter.read().note).toMatch(/another ingestion process/), 20_000);
    await first.context.close();
    await vi.waitFor(() => expect(second.reporter.read().completedEpoch).toBe(1), 20_000);
  });

  it("idles without a source", async () => {
    const { reporter, endProcess } = await start({ source: null, mode: "follow" });
    expect(reporter.read().note).toBe("no source: INGESTION_SOURCE is not set");
    expect(endProcess).not.toHaveBeenCalled();
  });
});
