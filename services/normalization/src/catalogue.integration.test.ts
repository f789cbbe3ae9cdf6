import type { CatalogTrack } from "@interlude/contracts";
import { createTestDatabase } from "@interlude/infra-testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { PITCH_CLASSES } from "./derivation/acoustic-dimensions.js";
import { type ExpectedCatalogue, expectedCatalogue } from "./testing/expected-catalogue.js";
import type { Addressed } from "./testing/music-tables.js";
import { DETAIL_EDITS } from "./testing/music-details.js";
import { type Edit, EDITS, MusicWorld } from "./testing/music-world.js";
import { type Sent, TestStage } from "./testing/stage.js";
import {
  type StoredCollaboration,
  recomputeCollaborations,
  storedCollaborations,
} from "./verify/collaborations.js";

const choice = fc.nat({ max: 10_000 });
const ALL_EDITS = [...EDITS, ...(Object.keys(DETAIL_EDITS) as (keyof typeof DETAIL_EDITS)[])];

/**
 * One epoch: its edits, how its partitions interleave, whether ingestion dies on the way and begins again, and whether
 * the edits come as a packet or as a newer dump.
 */
interface EpochPlan {
  readonly edits: readonly (readonly [Edit, number, number, number])[];
  readonly order: readonly number[];
  readonly again: boolean;
  readonly asDump: boolean;
}

const epochPlan: fc.Arbitrary<EpochPlan> = fc.record({
  edits: fc.array(fc.tuple(fc.constantFrom(...ALL_EDITS), choice, choice, choice), { maxLength: 8 }),
  order: fc.array(choice, { minLength: 1, maxLength: 12 }),
  again: fc.boolean(),
  asDump: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
});

/** Takes the records of each partition in order, the partitions in any; cuts them into transactions. */
function interleave(packet: readonly Addressed[], order: readonly number[]): Sent[][] {
  const partitions = new Map<string, Sent[]>();
  for (const { partition, sent } of packet) {
    partitions.set(partition, [...(partitions.get(partition) ?? []), sent]);
  }
  const queues = [...partitions.values()];
  const batches: Sent[][] = [[]];
  for (let turn = 0; queues.length > 0; turn += 1) {
    const pick = order[turn % order.length]! + turn;
    const queue = queues[pick % queues.length]!;
    batches.at(-1)!.push(queue.shift()!);
    if (queue.length === 0) queues.splice(queues.indexOf(queue), 1);
    if (pick % 5 === 0) batches.push([]);
  }
  return batches;
}

async function deliver(
  stage: TestStage,
  packet: readonly Addressed[],
  { order, again }: EpochPlan,
): Promise<void> {
  const batches = interleave(packet, order);
  if (again) {
    for (const batch of batches.slice(0, batches.length / 2)) await stage.deliver(batch);
    for (const batch of interleave(packet, order.toReversed())) await stage.deliver(batch);
  } else {
    for (const batch of batches) await stage.deliver(batch);
  }
}

async function expectCatalogue(stage: TestStage, expected: ExpectedCatalogue): Promise<void> {
  const { artists, collaborations, tracks } = stage.subscriber;
  expect(sorted(artists)).toEqual(sorted(expected.artists));
  expect(sorted(collaborations)).toEqual(sorted(expected.collaborations));
  expect(sorted(tracks)).toEqual(sorted(expected.tracks));
  expect(await stage.database.query("select artists, collaborations, tracks from derivation")).toEqual([
    { artists: artists.size, collaborations: collaborations.size, tracks: tracks.size },
  ]);
  await expectStored(stage, expected);
  await expectAcoustics(stage, expected);
}

async function expectStored(stage: TestStage, expected: ExpectedCatalogue): Promise<void> {
  const stored: StoredCollaboration[] = [];
  for await (const collaboration of storedCollaborations(stage.database)) stored.push(collaboration);
  expect(stored.map((pair) => ({ ...pair, kinds: [] }))).toEqual(
    sorted(expected.collaborations).map(([, value]) => value),
  );
  const { pairs } = await recomputeCollaborations(stage.database);
  expect(pairs.size).toBe(stored.length);
}

/** Sums of the artist's tracks, recomputed. */
async function expectAcoustics(stage: TestStage, { tracks }: ExpectedCatalogue): Promise<void> {
  const values = new Map<string, number[]>();
  for (const track of tracks.values()) {
    const decade = track.firstRelease === null ? 0 : Number(`${track.firstRelease.slice(0, 3)}0`);
    for (const artist of track.artists) {
      for (const [name, value] of soundOf(track)) {
        const key = `${artist} ${decade} ${name}`;
        values.set(key, [...(values.get(key) ?? []), value]);
      }
    }
  }
  const expected = [...values].map(([key, of]) => {
    const mean = of.reduce((sum, value) => sum + value, 0) / of.length;
    const variance = of.reduce((sum, value) => sum + (value - mean) ** 2, 0) / of.length;
    return [key, { tracks: of.length, mean: mean.toFixed(6), variance: variance.toFixed(6) }];
  });
  const rows = await stage.database.query<{ key: string; tracks: number; mean: number; variance: number }>(
    `select artist || ' ' || coalesce(decade, 0) || ' ' || block || ' ' || name as key, tracks::integer as tracks,
       mean::double precision as mean, variance::double precision as variance
     from artist_acoustics where not all_decades`,
  );
  const held = rows.map(({ key, tracks: count, mean, variance }) => [
    key,
    { tracks: count, mean: mean.toFixed(6), variance: Math.abs(variance).toFixed(6) },
  ]);
  expect(new Map(held as never)).toEqual(new Map(expected as never));
}

function* soundOf(track: CatalogTrack): Generator<[name: string, value: number]> {
  for (const [model, classes] of Object.entries(track.probabilities)) {
    for (const [name, probability] of Object.entries(classes)) yield [`${model} ${name}`, probability];
  }
  if (track.bpm !== null) yield ["bpm bpm", track.bpm];
  if (track.averageLoudness !== null) yield ["average_loudness average_loudness", track.averageLoudness];
  if (track.onsetRate !== null) yield ["onset_rate onset_rate", track.onsetRate];
  for (const scale of track.scale === null ? [] : ["major", "minor"]) {
    yield [`scale ${scale}`, Number(track.scale === scale)];
  }
  for (const [pitch, name] of track.key === null ? [] : PITCH_CLASSES.entries()) {
    yield [`key ${name}`, Number(track.key === pitch)];
  }
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}

describe("the catalogue after any edits", () => {
  let stage: TestStage;
  let dispose: () => Promise<void>;

  beforeAll(async () => {
    const test = await createTestDatabase(inject("stack"), "normalization");
    stage = new TestStage(test.database);
    dispose = () => test.dispose();
  });
  afterAll(() => dispose());

  it("equals a recomputation from the tables, whatever the order of partitions, epoch by epoch", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(epochPlan, { minLength: 1, maxLength: 6 }), async (plans) => {
        await stage.reset();
        const world = new MusicWorld();
        for (const plan of plans) {
          for (const [edit, x, y, z] of plan.edits) world.edit(edit, x, y, z);
          if (plan.asDump) {
            const { sequence, records } = world.tables.dump();
            await deliver(stage, records, plan);
            await stage.complete({ sequence });
          } else {
            await deliver(stage, world.packet(), plan);
            await stage.complete();
          }
          await expectCatalogue(stage, expectedCatalogue(world.tables));
        }
        expect(stage.subscriber.rejections).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("publishes nothing for an epoch that changes nothing", async () => {
    await stage.reset();
    const world = new MusicWorld();
    await stage.deliver(world.packet().map(({ sent }) => sent));
    expect(await stage.complete()).not.toEqual([]);
    expect(await stage.complete()).toEqual([]);
  });
});
