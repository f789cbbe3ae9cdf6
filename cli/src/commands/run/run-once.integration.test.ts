import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Topic, topics } from "@interlude/contracts";
import { sampleWorld } from "@interlude/core-sample";
import { latestByKey } from "@interlude/stage";
import "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Namespace } from "@interlude/infra-local";
import { openNamespace } from "../../deployment/namespace.js";
import { createOutput } from "../../output.js";
import { writeSample } from "../../sample/write-sample.js";
import { runOnce } from "./run-once.js";
import { verifyTopics } from "../verify/verify-topics.js";
import { verifyNamespace } from "../verify/verify.js";

const folder = mkdtempSync(join(tmpdir(), "interlude-run-"));
const source = join(folder, "sample");
const output = { ...createOutput(true), remark: () => {} };
const namespaces: Namespace[] = [];

beforeAll(async () => {
  process.env["INTERLUDE_HOME"] = join(folder, "home");
  await writeSample(sampleWorld({ seed: 7, artists: 400, recordings: 3_000 }), source, { packets: 5 });
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

/** Process ids of the services that run now. */
function servicePids(): number[] {
  try {
    const processes = JSON.parse(readFileSync(join(folder, "home", "services.json"), "utf8")) as {
      pid: number;
    }[];
    return processes.map(({ pid }) => pid);
  } catch {
    return [];
  }
}

/** Kills six processes, each with some work in between; a service may be hit again after its restart. */
async function killSixProcesses(): Promise<void> {
  while (servicePids().length < 6) await sleep(50);
  for (let kill = 0; kill < 6; kill += 1) {
    await sleep(1_000);
    const pid = servicePids()[kill];
    if (pid !== undefined) process.kill(pid, "SIGKILL");
  }
}

/** What subscribers have, apart from the version of the graph and the time at which a candidate was first seen. */
async function state(namespace: Namespace, topic: Topic<unknown>): Promise<unknown[]> {
  const latest = await namespace.reading((log, codec) => latestByKey(log, codec, topic));
  return [...latest]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => [key, { ...(value as object), graphVersion: 0, firstSeenAt: 0 }]);
}

/** What is wrong with the topics, in the order in which it was found. */
async function topicProblems(namespace: Namespace): Promise<string[]> {
  const { order, results } = await verifyTopics(namespace);
  return [
    ...order.flatMap(({ examples }) => examples.map(({ topic, code }) => `${topic} ${code}`)),
    ...results.flatMap(({ name, examples }) => examples.map((example) => `${name}: ${example}`)),
  ];
}

/** Puts a candidate's oldest record behind everything else, as a producer that woke up too late would. */
async function appendOldCandidate(namespace: Namespace): Promise<void> {
  await namespace.reading(async (log) => {
    for await (const { topic, partition, key, value, headers } of log.read([topics.candidates.name])) {
      if (value !== null) return log.append([{ topic, partition, key, value, headers }]);
    }
  });
}

describe("a run of a sample through every service", () => {
  it("arrives at what a recomputation gives, and at the same when services are killed on the way", async () => {
    const quiet = namespaceNamed("quiet");
    const result = await runOnce(quiet, { source, resume: false, output });
    expect(result.epochs).toBe(6);
    expect(result.totals["candidates"]).toBeGreaterThan(0);
    expect((await verifyNamespace(quiet)).filter(({ differences }) => differences > 0)).toEqual([]);
    expect(await topicProblems(quiet)).toEqual([]);

    const killed = namespaceNamed("killed");
    const [rough] = await Promise.all([
      runOnce(killed, { source, resume: false, output }),
      killSixProcesses(),
    ]);
    expect(Object.values(rough.restarts).some((restarts) => restarts > 0)).toBe(true);
    expect((await verifyNamespace(killed)).filter(({ differences }) => differences > 0)).toEqual([]);
    expect(await topicProblems(killed)).toEqual([]);
    for (const topic of [
      topics.catalogCollaborations,
      topics.candidates,
      topics.syntheticTracks,
      topics.graphArtists,
    ]) {
      expect(await state(killed, topic)).toEqual(await state(quiet, topic));
    }

    await appendOldCandidate(killed);
    expect(await topicProblems(killed)).toContain(`${topics.candidates.name} REPEAT_UNFINISHED`);
  }, 600_000);
});
