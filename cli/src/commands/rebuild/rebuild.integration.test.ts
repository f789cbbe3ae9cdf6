import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Topic, topics } from "@interlude/contracts";
import { type SamplePacket, type SampleWorld, sampleWorld } from "@interlude/core-sample";
import type { Namespace } from "@interlude/infra-local";
import "@interlude/infra-testing";
import { latestByKey } from "@interlude/stage";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openNamespace } from "../../deployment/namespace.js";
import { type System, startSystem } from "../../deployment/system.js";
import { createOutput } from "../../output.js";
import { writePacket, writeSample } from "../../sample/write-sample.js";
import { exportsByName } from "../export/columns.js";
import { formatLines } from "../export/formats.js";
import { runOnce } from "../run/run-once.js";
import { verifyNamespace } from "../verify/verify.js";
import { beginRebuild, waitForRebuild } from "./rebuild.js";
import type { RebuiltService } from "./rebuilds.js";

const REBUILT: readonly RebuiltService[] = ["normalization", "graph", "scoring", "generation", "console"];
const folder = mkdtempSync(join(tmpdir(), "interlude-rebuild-"));
const source = join(folder, "sample");
const output = { ...createOutput(true), remark: () => {}, json: () => {} };
const namespaces: Namespace[] = [];
let world: SampleWorld;
let packets: readonly SamplePacket[];

beforeAll(async () => {
  process.env["INTERLUDE_HOME"] = join(folder, "home");
  world = sampleWorld({ seed: 11, artists: 300, recordings: 2_000, packets: 2 * REBUILT.length });
  packets = [...world.packets()];
  await writeSample(world, source, { packets: 0 });
});

afterAll(async () => {
  for (const namespace of namespaces) await namespace.remove();
  rmSync(folder, { recursive: true, force: true });
});

function namespaceNamed(name: string): Namespace {
  const namespace = openNamespace(name, inject("stack"));
  namespaces.push(namespace);
  return namespace;
}

/** Waits until every stage has published the newest packet that was written. */
async function everyStageHas(system: System, { sequence }: SamplePacket): Promise<void> {
  const behind = async (): Promise<string[]> =>
    [...(await system.statuses())]
      .filter(([, status]) => (status?.sequence ?? 0) < sequence)
      .map(([name]) => name);
  for (let late = await behind(); late.length > 0; late = await behind()) await sleep(200);
}

/**
 * What `interlude export` writes of everything that it knows, without the candidates within the margin of hysteresis and their
 * tracks: a rebuild cannot know that they were candidates.
 */
async function exported(namespace: Namespace): Promise<Record<string, string>> {
  const candidates = await namespace.reading((log, codec) => latestByKey(log, codec, topics.candidates));
  const withinMargin = new Set(
    [...candidates].flatMap(([pair, { probability, decisionThreshold }]) =>
      probability < decisionThreshold ? [pair] : [],
    ),
  );
  const isCompared = ([key]: readonly [string, unknown]): boolean =>
    !withinMargin.has(key.split(":").slice(0, 2).join(":"));
  const files: Record<string, string> = {};
  for (const [name, table] of Object.entries(exportsByName)) {
    const topic = table.topic as Topic<never>;
    const latest = await namespace.reading((log, codec) => latestByKey(log, codec, topic));
    const values = [...latest]
      .filter(isCompared)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, value]) => value);
    files[name] = "";
    for await (const line of formatLines("tsv", values, table as never)) files[name] += line;
  }
  return files;
}

async function differences(namespace: Namespace): Promise<unknown[]> {
  return (await verifyNamespace(namespace)).filter((result) => result.differences > 0);
}

describe("rebuilding services while packets flow", () => {
  it("arrives at what a run without any rebuild gives, one service after the other", async () => {
    const rebuilt = namespaceNamed("rebuilt");
    await rebuilt.prepare();
    const system = await startSystem({
      namespace: rebuilt,
      source: { folder: source, mode: "follow" },
      onEvent: () => {},
    });
    try {
      for (const [at, service] of REBUILT.entries()) {
        const [before, during] = packets.slice(2 * at);
        await writePacket(before!, source);
        const begun = await beginRebuild(rebuilt, service);
        await writePacket(during!, source);
        await waitForRebuild(rebuilt, begun);
        await everyStageHas(system, during!);
        expect([service, await differences(rebuilt)]).toEqual([service, []]);
      }
    } finally {
      await system.stop();
    }
    const quiet = namespaceNamed("quiet");
    await runOnce(quiet, { source, resume: false, output });
    const [one, other] = [await exported(rebuilt), await exported(quiet)];
    // There is no feedback.
    expect(Object.keys(one).filter((name) => one[name] === "")).toEqual(["feedback"]);
    expect(one).toEqual(other);
  }, 600_000);
});
