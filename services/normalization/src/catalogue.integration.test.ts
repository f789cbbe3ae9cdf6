import { randomInt } from "node:crypto";
import type { CatalogTrack } from "@interlude/contracts";
import { createTestDatabase } from "@interlude/infra-testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { PITCH_CLASSES } from "./derivation/acoustic-dimensions.js";
import { mirrors } from "./mirror/mirror-tables.js";
import { epochPlans, stream } from "./testing/epoch-plan.js";
import { type ExpectedCatalogue, expectedCatalogue } from "./testing/expected-catalogue.js";
import { expectedMirror, heldMirror } from "./testing/expected-mirrors.js";
import type { MusicTables, TableName } from "./testing/music-tables.js";
import { MusicWorld } from "./testing/music-world.js";
import { TestStage } from "./testing/stage.js";
import { verifyDerivedTables } from "./checks/derived-tables.js";
import { expectedCollaborations } from "./checks/expected-collaborations.js";
import { type StoredCollaboration, storedCollaborations } from "./checks/stored-catalogue.js";

/** How many random streams, and from which seed: `INTERLUDE_PROPERTY_RUNS`, `INTERLUDE_PROPERTY_SEED`. */
const RUNS = Number(process.env["INTERLUDE_PROPERTY_RUNS"] ?? 40);
const SEED = Number(process.env["INTERLUDE_PROPERTY_SEED"] ?? randomInt(2 ** 31));
const TIMEOUT_A_RUN_MS = 30_000;

async function expectCatalogue(stage: TestStage, tables: MusicTables): Promise<void> {
  for (const name of Object.keys(mirrors) as TableName[]) {
    expect([name, await heldMirror(stage, name)]).toEqual([name, expectedMirror(tables, name)]);
  }
  const expected = expectedCatalogue(tables, stage.settings.relationshipEdges);
  const { artists, collaborations, tracks } = stage.subscriber;
  expect(sorted(artists)).toEqual(sorted(expected.artists));
  expect(sorted(collaborations)).toEqual(sorted(expected.collaborations));
  expect(sorted(tracks)).toEqual(sorted(expected.tracks));
  expect(await stage.database.query("select artists, collaborations, tracks from derivation")).toEqual([
    { artists: artists.size, collaborations: collaborations.size, tracks: tracks.size },
  ]);
  await expectStored(stage, expected);
  await expectDerivedAgain(stage);
  await expectAcoustics(stage, expected);
}

/** `verify` finds the same by deriving everything at once. */
async function expectDerivedAgain(stage: TestStage): Promise<void> {
  const results = await stage.database.transactionOnce(verifyDerivedTables);
  expect(results.filter(({ differences }) => differences > 0)).toEqual([]);
}

async function expectStored(stage: TestStage, expected: ExpectedCatalogue): Promise<void> {
  const stored: StoredCollaboration[] = [];
  for await (const collaboration of storedCollaborations(stage.database)) stored.push(collaboration);
  expect(stored).toEqual(sorted(expected.collaborations).map(([, value]) => value));
  const { pairs } = await expectedCollaborations(stage.database);
  expect(sorted(pairs)).toEqual(
    stored.map(({ artistA, artistB, weight, firstRecording }) => [
      `${artistA}:${artistB}`,
      { weight, firstRecording },
    ]),
  );
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
    return [key, { tracks: of.length, mean: closeTo(mean), variance: closeTo(variance) }] as const;
  });
  const rows = await stage.database.query<{ key: string; tracks: number; mean: number; variance: number }>(
    `select artist || ' ' || coalesce(decade, 0) || ' ' || block || ' ' || name as key, tracks::integer as tracks,
       mean::double precision as mean, variance::double precision as variance
     from artist_acoustics where not all_decades`,
  );
  const held = rows.map(({ key, ...sums }) => [key, sums] as const);
  expect(Object.fromEntries(held)).toEqual(Object.fromEntries(expected));
}

/** The store adds whole numbers and the recomputation fractions: they differ in the last digits of a double. */
const closeTo = (value: number): unknown => expect.closeTo(value, 9);

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

  it(
    `equals a recomputation from the tables, epoch by epoch: ${RUNS} streams, seed ${SEED}`,
    async () => {
      await fc.assert(
        fc.asyncProperty(epochPlans, async (plans) => {
          await stage.reset();
          const world = new MusicWorld();
          await stream(stage, world, plans, () => expectCatalogue(stage, world.tables));
          expect(stage.subscriber.rejections).toEqual([]);
        }),
        { numRuns: RUNS, seed: SEED },
      );
    },
    RUNS * TIMEOUT_A_RUN_MS,
  );

  it("equals it when artists with thousands of recordings are merged along a chain, and split", async () => {
    await stage.reset();
    const world = new MusicWorld();
    const arrives = async (): Promise<void> => {
      await stage.deliver(world.packet().map(({ sent }) => sent));
      await stage.complete();
      await expectCatalogue(stage, world.tables);
    };
    world.growDiscography(3, 2_000);
    world.growDiscography(4, 1_000);
    await arrives();
    // Artists 3, 4 and 5 are the first that edits may choose.
    world.mergeArtists(0, 1);
    world.mergeArtists(0, 1);
    await arrives();
    expect(world.tables.rows("artist_gid_redirect").size).toBe(2);
    world.splitArtist(0, 1);
    world.splitArtist(0, 0);
    await arrives();
    world.mergeChain(0, 1, 2);
    await arrives();
  });

  it("publishes nothing for an epoch that changes nothing", async () => {
    await stage.reset();
    const world = new MusicWorld();
    await stage.deliver(world.packet().map(({ sent }) => sent));
    expect(await stage.complete()).not.toEqual([]);
    expect(await stage.complete()).toEqual([]);
  });
});
