import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type CatalogCollaboration, type Topic, topics } from "@interlude/contracts";
import { type SamplePacket, sampleWorld } from "@interlude/core-sample";
import type { Namespace } from "@interlude/infra-local";
import type { Database } from "@interlude/infra-postgres";
import "@interlude/infra-testing";
import { latestByKey } from "@interlude/stage";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openNamespace } from "../../deployment/namespace.js";
import { type System, startSystem } from "../../deployment/system.js";
import { writePacket, writeSample } from "../../sample/write-sample.js";
import { listLetters } from "./letters.js";
import { requestReplay, waitForReplay } from "./replay.js";

const SERVICES = ["ingestion", "normalization", "graph"] as const;
const WAIT_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), "interlude-letters-"));
const source = join(folder, "sample");
const packets: SamplePacket[] = [];
let namespace: Namespace;
let database: Database;
let system: System;

beforeAll(async () => {
  process.env["INTERLUDE_HOME"] = join(folder, "home");
  const world = sampleWorld({ seed: 5, artists: 60, recordings: 300, packets: 4 });
  packets.push(...world.packets());
  await writeSample(world, source, { packets: 0 });
  namespace = openNamespace("letters", inject("stack"));
  await namespace.prepare();
  database = namespace.openDatabase();
  system = await startSystem({
    namespace,
    source: { folder: source, mode: "follow" },
    services: SERVICES,
    onEvent: () => {},
  });
});

afterAll(async () => {
  await system.stop();
  await database.close();
  await namespace.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Ends an epoch, and waits until the graph has completed it. */
async function nextPacket(): Promise<void> {
  const packet = packets.shift()!;
  await writePacket(packet, source);
  const sequence = async (): Promise<number> => (await system.statuses()).get("graph")?.sequence ?? 0;
  while ((await sequence()) < packet.sequence) await sleep(100);
}

/** Appends records as no producer does: outside of any epoch. */
async function append<Value>(topic: Topic<Value>, key: string, value: Value | Buffer | null): Promise<void> {
  await namespace.reading(async (log, codec) => {
    const isEncoded = value === null || Buffer.isBuffer(value);
    const bytes = isEncoded ? (value as Buffer | null) : codec.encode(topic, value as Value);
    await log.append([{ topic: topic.name, key: Buffer.from(key), value: bytes, headers: {} }]);
  });
}

async function letters(): Promise<string[]> {
  const all = await listLetters(database, { service: "graph" });
  return all.map(({ status, code }) => `${status} ${code}`);
}

/** Any record that a topic has. */
async function anyOf<Value>(topic: Topic<Value>): Promise<[key: string, value: Value]> {
  const latest = await namespace.reading((log, codec) => latestByKey(log, codec, topic));
  return [...latest][0]!;
}

describe("dead letters of a running service", () => {
  it("are replayed once their cause is mended, and never in place of something newer", async () => {
    await nextPacket();
    const [, collaboration] = await anyOf(topics.catalogCollaborations);
    const [, known] = await anyOf(topics.catalogArtists);
    const [artistA, artistB, artistC] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [
      string,
      string,
      string,
    ];
    const withdrawn = `${artistA}:${artistC}`;
    const unknown: CatalogCollaboration = { ...collaboration, artistA, artistB, weight: 7 };
    await append(topics.catalogCollaborations, withdrawn, Buffer.from("no value"));
    await append(topics.catalogCollaborations, `${artistA}:${artistB}`, unknown);
    await nextPacket();
    await expect.poll(letters).toEqual(["open VALUE_UNDECODABLE", "open GRAPH_UNKNOWN_ARTIST"]);

    const undecodable = await requestReplay(database, { service: "graph", code: "VALUE_UNDECODABLE" });
    expect(await waitForReplay(database, undecodable, WAIT_MS)).toMatchObject({
      requested: 1,
      openAgain: [{ code: "VALUE_UNDECODABLE" }],
      waiting: 0,
    });
    await append(topics.catalogCollaborations, withdrawn, null);
    await expect
      .poll(letters, { timeout: WAIT_MS })
      .toEqual(["superseded VALUE_UNDECODABLE", "open GRAPH_UNKNOWN_ARTIST"]);

    for (const artist of [artistA, artistB])
      await append(topics.catalogArtists, artist, { ...known, artist });
    const rest = await requestReplay(database, {});
    expect(await waitForReplay(database, rest, WAIT_MS)).toMatchObject({ requested: 1, replayed: 1 });
    await nextPacket();
    expect(await letters()).toEqual(["superseded VALUE_UNDECODABLE", "replayed GRAPH_UNKNOWN_ARTIST"]);
    expect(await database.query("select weight from graph.edges where artist_a = $1", [artistA])).toEqual([
      { weight: 7 },
    ]);
  }, 300_000);
});
