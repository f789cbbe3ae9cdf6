import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { topics } from "@interlude/contracts";
import { sampleWorld } from "@interlude/core-sample";
import { isValid } from "@interlude/infra-checks";
import type { Namespace } from "@interlude/infra-local";
import type { Database } from "@interlude/infra-postgres";
import "@interlude/infra-testing";
import { holdEpochs, newestEpoch, releaseEpochs } from "@interlude/service-ingestion/checks";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { validateNamespace } from "../commands/validate/validate.js";
import { isInOrder, verifyTopics } from "../commands/verify/verify-topics.js";
import { verifyNamespace } from "../commands/verify/verify.js";
import { writePacket, writeSample } from "../sample/write-sample.js";
import type { Cut } from "./consistent-cut.js";
import { openNamespace } from "./namespace.js";
import { type System, startSystem } from "./system.js";

/** Not much more than an epoch takes to go through every stage: moments of rest are rare and short. */
const PACE_MS = 1_500;
const TIMEOUT = { timeout: 120_000, interval: 100 };

const folder = mkdtempSync(join(tmpdir(), "interlude-cut-"));
const source = join(folder, "sample");
const world = sampleWorld({ seed: 17, artists: 200, recordings: 1_000, packets: 1_500 });
const packets = world.packets()[Symbol.iterator]();
const stopped = new AbortController();
let namespace: Namespace;
let database: Database;
let system: System;
let feeding: Promise<void> = Promise.resolve();

beforeAll(async () => {
  process.env["INTERLUDE_HOME"] = join(folder, "home");
  await writeSample(world, source, { packets: 0 });
  namespace = openNamespace("cut", inject("stack"));
  await namespace.prepare();
  database = namespace.openDatabase();
  system = await startSystem({ namespace, source: { folder: source, mode: "follow" }, onEvent: () => {} });
  feeding = feed();
});

afterAll(async () => {
  stopped.abort();
  await feeding;
  await system?.stop();
  await database?.close();
  await namespace?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Packets without end. */
async function feed(): Promise<void> {
  while (!stopped.signal.aborted) {
    const { value, done } = packets.next();
    if (done === true) return;
    await writePacket(value, source);
    await sleep(PACE_MS);
  }
}

/** The newest epoch that was begun; the stream goes on if it rises. */
async function begun(): Promise<number> {
  return (await newestEpoch(database))?.epoch ?? 0;
}

describe("a consistent cut of a stream that does not rest", () => {
  it("shows no difference, run after run, and says which epoch it is of", async () => {
    await expect.poll(begun, TIMEOUT).toBeGreaterThan(3);
    const cuts: Cut[] = [];
    for (let run = 0; run < 2; run += 1) {
      const before = await begun();
      const told = { remark: () => {}, onCut: (cut: Cut): void => void cuts.push(cut) };
      expect((await verifyNamespace(namespace, told)).filter((result) => result.differences > 0)).toEqual([]);
      const report = await verifyTopics(namespace, told);
      expect([report, isInOrder(report)]).toEqual([report, true]);
      const validated = await validateNamespace(namespace, { statementTimeoutMs: 60_000 }, told);
      expect([validated.rules.filter(({ outcome }) => outcome !== "holds"), isValid(validated)]).toEqual([
        [],
        true,
      ]);
      await expect.poll(begun, TIMEOUT).toBeGreaterThan(before);
    }
    expect(cuts.map(({ epoch }) => epoch)).toEqual(cuts.map(({ epoch }) => epoch).sort((a, b) => a - b));
  }, 300_000);

  it("is reached although another reader held the stream back and was killed", async () => {
    expect(await holdEpochs(database, randomUUID())).toBe(true);
    const other = randomUUID();
    expect(await holdEpochs(database, other)).toBe(false);
    await releaseEpochs(database, other);
    const held = await begun();
    await expect.poll(begun, TIMEOUT).toBeGreaterThan(held + 1);
  }, 120_000);

  it("shows a row that was added by hand to a store, every time", async () => {
    // Of artists that no packet names: a change to one that they do name may be put right by the next.
    await database.query(
      `insert into graph.edges (artist_a, artist_b, weight, first_recording, graph_version)
       values ($1, $2, 1, 1, 0)`,
      [`00000000-0000-4000-8000-${"0".repeat(12)}`, `00000000-0000-4000-8000-${"f".repeat(12)}`],
    );
    for (let run = 0; run < 2; run += 1) {
      const differing = (await verifyNamespace(namespace)).filter((result) => result.differences > 0);
      expect(differing.length).toBeGreaterThan(0);
    }
  }, 120_000);

  it("shows a record that was added to a topic, every time", async () => {
    await namespace.reading(async (log) => {
      for await (const { topic, partition, value, headers } of log.read([topics.catalogArtists.name])) {
        if (value !== null)
          return log.append([{ topic, partition, key: Buffer.from(randomUUID()), value, headers }]);
      }
    });
    for (let run = 0; run < 2; run += 1) {
      expect(isInOrder(await verifyTopics(namespace))).toBe(false);
      const differing = (await verifyNamespace(namespace)).filter((result) => result.differences > 0);
      expect(differing.map(({ name }) => name)).toContain("artists on the topic");
    }
  }, 120_000);
});
