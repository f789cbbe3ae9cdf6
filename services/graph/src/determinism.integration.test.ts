import { type GraphArtist, topics } from "@interlude/contracts";
import { mix32 } from "@interlude/core-numerics";
import { type Recording, type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { emptyGraph, startGraphProcess } from "./testing/graph-process.js";
import { runEpoch, rolledBackEpoch } from "./testing/run-epoch.js";
import type { EpochInput } from "./testing/epoch-inputs.js";

const ARTISTS = 40;
const EPOCHS = 8;

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "graph");
});
afterAll(() => test.dispose());

/** Epochs that change enough to have communities computed beside them again and again. */
function busyEpochs(seed: number): EpochInput[] {
  let drawn = mix32(seed);
  const random = (below: number): number => (drawn = mix32(drawn + 1)) % below;
  return Array.from({ length: EPOCHS }, (_, epoch) => ({
    artists: Array.from({ length: epoch === 0 ? ARTISTS : 0 }, (_row, n) => ({
      n,
      name: `artist ${n}`,
      popularity: n,
    })),
    pairs: Array.from({ length: 90 }, () => {
      const [one, other] = [random(ARTISTS), random(ARTISTS - 1)];
      const another = other < one ? other : other + 1;
      // Two scenes, so that there are communities to find.
      const weight = one % 2 === another % 2 ? random(5) : 0;
      return { a: Math.min(one, another), b: Math.max(one, another), weight };
    }),
    fault: "none",
  }));
}

type Fault = EpochInput["fault"];

async function published(
  all: readonly EpochInput[],
  faultOf: (epoch: number) => Fault,
): Promise<Recording["published"]> {
  await emptyGraph(test.database);
  const recording: Recording = { published: [], rejected: [] };
  let process = startGraphProcess(test.database);
  for (const [epoch, input] of all.entries()) {
    const fault = faultOf(epoch);
    if (fault === "rollback") await rolledBackEpoch(test.database, process, input);
    if (fault === "restart" || fault === "snapshot") process = startGraphProcess(test.database);
    await runEpoch(test.database, process, input, recording);
    if (fault !== "snapshot") continue;
    process.snapshots.saveIfDue();
    await process.snapshots.waitForSave();
  }
  return recording.published;
}

describe("what the graph publishes", () => {
  it.each([1, 2, 3])("is the same whatever happens to its process (seed %i)", async (seed) => {
    const all = busyEpochs(seed);
    const calm = await published(all, () => "none");
    const communityVersions = new Set(
      calm
        .filter(({ topic }) => topic === topics.graphArtists.name)
        .map(({ value }) => (value as GraphArtist | null)?.communityVersion),
    );
    // Communities were computed anew on the way, or this would prove nothing.
    expect(communityVersions.size).toBeGreaterThan(2);
    const faults = ["restart", "rollback", "snapshot"] as const;
    for (const fault of faults) expect(await published(all, () => fault)).toEqual(calm);
    const mixed = (epoch: number): Fault => faults[mix32(seed + epoch) % 3]!;
    expect(await published(all, mixed)).toEqual(calm);
  });
});
