import type { CatalogCollaboration, CatalogTrack, GraphArtist } from "@interlude/contracts";
import { pairKey, vectorFrom } from "@interlude/contracts";
import { adamicAdar } from "@interlude/core-links";
import { NO_TRACKS, addSums, sumsOfTrack } from "@interlude/core-tracks";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { TestStage, emptyTables } from "../testing/stage.js";
import { catalogTracks, graphArtist, mbid } from "../testing/world.js";
import { TrainingInputsRepository } from "./training-inputs.repository.js";

let database: TestDatabase;
const inputs = new TrainingInputsRepository();

beforeAll(async () => {
  database = await createTestDatabase(inject("stack"), "generation");
});
afterAll(() => database.dispose());

const ARTISTS = 6;
const TEMPLATES = [...catalogTracks(0, 20).values()];

/** What the topics have. */
interface World {
  readonly tracks: Map<string, CatalogTrack>;
  readonly artists: Map<string, GraphArtist>;
  readonly collaborations: Map<string, CatalogCollaboration>;
}

/** Changes of each topic; `null` is a tombstone. */
interface Changes {
  readonly tracks: Map<string, CatalogTrack | null>;
  readonly artists: Map<string, GraphArtist | null>;
  readonly collaborations: Map<string, CatalogCollaboration | null>;
}

const artist = fc.nat(ARTISTS - 1);
const trackChange = fc.tuple(
  fc.nat(11),
  fc.option(
    fc.record({
      like: fc.nat(19),
      artists: fc.uniqueArray(artist, { minLength: 1, maxLength: 3 }),
      firstRelease: fc.option(fc.constantFrom("1959-08-17", "1964", "1971-02")),
      bpm: fc.option(fc.double({ min: 40, max: 200, noNaN: true })),
    }),
  ),
);
const artistChange = fc.tuple(
  artist,
  fc.option(fc.record({ degree: fc.nat(9), popularity: fc.option(fc.nat(100)) })),
);
const edgeChange = fc.tuple(artist, artist, fc.boolean()).filter(([a, b]) => a < b);
const changes = fc
  .record({
    tracks: fc.array(trackChange, { maxLength: 12 }),
    artists: fc.array(artistChange, { maxLength: 6 }),
    collaborations: fc.array(edgeChange, { maxLength: 10 }),
  })
  .map((given): Changes => ({
    tracks: new Map(
      given.tracks.map(([number, change]) => {
        const recording = mbid("recording", number);
        if (change === null) return [recording, null];
        const { like, artists, ...rest } = change;
        const credited = artists.map((each) => mbid("artist", each));
        return [recording, { ...TEMPLATES[like]!, ...rest, recording, artists: credited }];
      }),
    ),
    artists: new Map(
      given.artists.map(([n, change]) => [
        mbid("artist", n),
        change === null ? null : graphArtist(n, change),
      ]),
    ),
    collaborations: new Map(
      given.collaborations.map(([a, b, isThere]) => {
        const [artistA, artistB] = [mbid("artist", a), mbid("artist", b)];
        const edge = { artistA, artistB, weight: 1, firstRecording: 1, kinds: [] };
        return [pairKey(artistA, artistB), isThere ? edge : null];
      }),
    ),
  }));

function apply(world: World, given: Changes): void {
  for (const topic of ["tracks", "artists", "collaborations"] as const) {
    const current = world[topic] as Map<string, unknown>;
    for (const [key, value] of given[topic]) {
      if (value === null) current.delete(key);
      else current.set(key, value);
    }
  }
}

/** What a training is to read of a world. */
function expected({ tracks, artists, collaborations }: World) {
  const chosen = [...tracks.values()].sort((one, other) => (one.recording < other.recording ? -1 : 1));
  const firstTwo = chosen.map((track) => track.artists.slice(0, 2).sort());
  const neighbours = (of: string) =>
    new Set(
      [...collaborations.values()].flatMap(({ artistA, artistB }) =>
        artistA === of ? [artistB] : artistB === of ? [artistA] : [],
      ),
    );
  const pairs = new Set(firstTwo.filter(({ length }) => length === 2).map((pair) => pair.join(":")));
  return {
    tracks: chosen.map((track) => {
      const { recording, title, probabilities, bpm, key, scale } = track;
      const { averageLoudness, onsetRate, dynamicComplexity } = track;
      const year = track.firstRelease === null ? null : Number(track.firstRelease.slice(0, 4));
      const measured = { bpm, key, scale, averageLoudness, onsetRate, dynamicComplexity };
      return { recording, title, artists: track.artists, year, probabilities, ...measured };
    }),
    artists: [...new Set(firstTwo.flat())].sort().map((mbidOf) => {
      const known = artists.get(mbidOf);
      const own = chosen.filter((track) => track.artists.includes(mbidOf));
      return {
        artist: mbidOf,
        embedding: known === undefined ? [] : Array.from(vectorFrom(known.embedding)),
        degree: known?.degree ?? 0,
        popularity: known?.popularity ?? null,
        tracks: own.reduce((total, track) => addSums(total, sumsOfTrack(track)), NO_TRACKS),
      };
    }),
    pairs: [...pairs].sort().map((pair) => {
      const [a, b] = pair.split(":") as [string, string];
      const common = [...neighbours(a)].filter((each) => neighbours(b).has(each));
      return {
        artistA: a,
        artistB: b,
        commonNeighbours: common.length,
        adamicAdar: adamicAdar(common.map((each) => artists.get(each)?.degree ?? 0)),
        degreeA: [...neighbours(a)].filter((each) => each !== b).length,
        degreeB: [...neighbours(b)].filter((each) => each !== a).length,
      };
    }),
  };
}

async function gather<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

function read(most?: number) {
  return database.database.transaction(async (transaction) => {
    await inputs.choose(transaction, most);
    return {
      tracks: await gather(inputs.tracks(transaction)),
      artists: await gather(inputs.artists(transaction)),
      pairs: await gather(inputs.pairs(transaction)),
    };
  });
}

describe("the inputs of a training", () => {
  it("are those of the kept epoch, whatever has come since, and the sums of artists those of their tracks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(changes, { maxLength: 3 }),
        fc.array(changes, { maxLength: 3 }),
        async (first, later) => {
          await emptyTables(database.database);
          const stage = new TestStage(database.database);
          const world: World = { tracks: new Map(), artists: new Map(), collaborations: new Map() };
          for (const each of first) {
            apply(world, each);
            await stage.deliver(each);
          }
          await database.database.transaction((transaction) => inputs.keep(transaction, 1));
          const kept = expected(world);
          for (const each of later) {
            apply(world, each);
            await stage.deliver(each);
          }
          expect(await read()).toEqual(kept);
          await database.database.transaction((transaction) => inputs.release(transaction));
          expect(await read()).toEqual(expected(world));
          expect(stage.rejections).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("are of a choice of tracks that depends on nothing but these", async () => {
    await emptyTables(database.database);
    const stage = new TestStage(database.database);
    const tracks = catalogTracks(0, 40);
    await stage.deliver({ tracks: new Map([...tracks].reverse()) });
    const first = await read(10);
    expect(first.tracks).toHaveLength(10);
    const chosen = new Map(first.tracks.map(({ recording }) => [recording, tracks.get(recording)!]));
    const others = [...tracks.keys()].filter((recording) => !chosen.has(recording));
    await stage.deliver({ tracks: new Map(others.slice(0, 15).map((recording) => [recording, null])) });
    expect((await read(10)).tracks).toEqual(first.tracks);
  });
});
