import {
  type CandidateCollaboration,
  type GraphArtist,
  type SyntheticTrack,
  pairKey,
  vectorBytes,
  vectorFrom,
} from "@interlude/contracts";
import {
  conditioningFeaturesOf,
  sampleTracks,
  nameTrackVector,
  parseTrackModel,
} from "@interlude/core-tracks";
import { modelWithoutLastFeature } from "@interlude/core-tracks/testing";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { rebuild } from "./rebuild.js";
import { TestStage, emptyTables } from "./testing/stage.js";
import { candidate, catalogTracks, graphArtist, mbid } from "./testing/world.js";

let database: TestDatabase;
let stage: TestStage;
/** The current artists and candidates that the stage was given. */
let artists: Map<string, GraphArtist>;
let candidates: Map<string, CandidateCollaboration>;

beforeAll(async () => {
  database = await createTestDatabase(inject("stack"), "generation");
});
afterAll(() => database.dispose());
beforeEach(async () => {
  await emptyTables(database.database);
  stage = new TestStage(database.database);
  artists = new Map(Array.from({ length: 40 }, (_, i) => [mbid("artist", i), graphArtist(i)]));
  candidates = new Map([candidate(0, 1), candidate(2, 3), candidate(1, 2), candidate(5, 50)]);
});

/** Applies changes. */
function apply<Value>(current: Map<string, Value>, changes: ReadonlyMap<string, Value | null>): void {
  for (const [key, value] of changes) {
    if (value === null) current.delete(key);
    else current.set(key, value);
  }
}

/** The tracks of all current candidates, sampled by the pure functions from the model as published. */
function expectedTracks(): Map<string, Partial<SyntheticTrack>> {
  const card = stage.models.at(-1)!;
  const model = parseTrackModel(card.model);
  const conditioning = (artist: string) => {
    const known = artists.get(artist);
    const { degree, popularity } = known ?? { degree: 0, popularity: null };
    const embedding = known === undefined ? [] : vectorFrom(known.embedding);
    return conditioningFeaturesOf(model.conditions.clusters, { embedding, degree, popularity });
  };
  const expected = new Map<string, Partial<SyntheticTrack>>();
  for (const { artistA, artistB } of candidates.values()) {
    const key = pairKey(artistA, artistB);
    for (const { sample, vector, checks } of sampleTracks(
      model,
      key,
      conditioning(artistA),
      conditioning(artistB),
    )) {
      expected.set(`${key}:${sample}`, {
        artistA,
        artistB,
        sample,
        ...nameTrackVector(vector),
        checks: [...checks],
        modelId: card.modelId,
      });
    }
  }
  return expected;
}

function expectUpToDate(): void {
  const expected = expectedTracks();
  expect(sorted(stage.synthetic.keys())).toEqual(sorted(expected.keys()));
  for (const [key, track] of expected) {
    expect(stage.synthetic.get(key)).toMatchObject(track);
  }
  expect(stage.reporter.read().totals).toMatchObject({
    candidates: candidates.size,
    "synthetic tracks": expected.size,
  });
}

/** Makes the stored model and its tracks those of a build with one feature fewer; returns the model's id. */
async function storeOlderModel(): Promise<string> {
  const older = modelWithoutLastFeature(stage.models.at(-1)!.model);
  await database.database.query("update models set model_id = $1, body = $2", [older.id, older.text]);
  await database.database.query("update synthetic_tracks set model_id = $1", [older.id]);
  return older.id;
}

function sorted(keys: Iterable<string>): string[] {
  return [...keys].sort();
}

describe("the generation stage", () => {
  it("notes that there is nothing to train on, and publishes nothing", async () => {
    expect(await stage.complete({ artists, candidates })).toEqual([]);
    expect(stage.models).toEqual([]);
    expect(stage.reporter.read().note).toContain("nothing to train on: 0 tracks");
    expect(stage.reporter.read().totals).toEqual({
      "tracks to learn from": 0,
      candidates: 4,
      "synthetic tracks": 0,
    });
  });

  it("trains once there is enough to learn from, and makes tracks for the candidates it knew before", async () => {
    await stage.complete({ artists, candidates, tracks: catalogTracks(0, 150) });
    expect(stage.synthetic.size).toBe(0);
    const keys = await stage.complete({ tracks: catalogTracks(150, 60) });
    expect(keys).toEqual(sorted(keys));
    expect(stage.models).toHaveLength(1);
    expect(stage.models[0]).toMatchObject({
      trainedAtEpoch: 2,
      tracks: parseTrackModel(stage.models[0]!.model).trainedTracks,
    });
    expect(stage.reporter.read().note).toMatch(
      /^model tracks-\w+, trained on backend (tensorflow|wasm|cpu)$/,
    );
    expectUpToDate();
  });

  it("publishes again only what changed", async () => {
    await stage.complete({ artists, candidates, tracks: catalogTracks(0, 220) });
    expect(await stage.complete()).toEqual([]);
    // The same candidate as of a later graph; an embedding that stays in its cluster.
    const [key, later] = candidate(0, 1, 2);
    const moved = artists.get(mbid("artist", 1))!;
    const embedding = vectorBytes(
      vectorFrom(moved.embedding).map((value, i) => (i === 0 ? value + 1e-4 : value)),
    );
    const same = new Map([[moved.artist, { ...moved, embedding }]]);
    expect(await stage.complete({ artists: same, candidates: new Map([[key, later]]) })).toEqual([]);
    // An artist who became popular: both pairs that it is in, and no other.
    const famous = new Map([[moved.artist, { ...moved, popularity: moved.popularity! > 50 ? 0 : 100 }]]);
    apply(artists, famous);
    const pairs = [candidate(0, 1)[0], candidate(1, 2)[0]];
    expect(await stage.complete({ artists: famous })).toEqual(
      pairs.flatMap((pair) => [`${pair}:0`, `${pair}:1`]),
    );
    expectUpToDate();
  });

  it("withdraws the tracks of a candidate that is withdrawn", async () => {
    await stage.complete({ artists, candidates, tracks: catalogTracks(0, 220) });
    const gone = new Map([[candidate(2, 3)[0], null]]);
    apply(candidates, gone);
    const [key] = candidate(2, 3);
    expect(await stage.complete({ candidates: gone })).toEqual([`${key}:0`, `${key}:1`]);
    expectUpToDate();
  });

  it("makes the tracks of candidates that come between epochs, unless the epoch has brought artists", async () => {
    await stage.complete({ artists, candidates, tracks: catalogTracks(0, 220) });
    const [added, value] = candidate(7, 8);
    const [gone] = candidate(2, 3);
    const change = new Map([
      [added, value],
      [gone, null],
    ]);
    apply(candidates, change);
    await stage.deliver({ candidates: change });
    const keys = [gone, added].flatMap((key) => [`${key}:0`, `${key}:1`]).sort();
    expect(await stage.finishInBackground()).toEqual(keys);
    expectUpToDate();
    expect(await stage.finishInBackground()).toEqual([]);
    // The epoch finds nothing left to do of them.
    expect(await stage.complete()).toEqual([]);

    const changed = new Map([[mbid("artist", 7), graphArtist(7, { degree: 50 })]]);
    const second = new Map([candidate(8, 9)]);
    apply(artists, changed);
    apply(candidates, second);
    await stage.deliver({ artists: changed, candidates: second });
    expect(await stage.finishInBackground()).toEqual([]);
    expect(await stage.complete()).not.toEqual([]);
    expectUpToDate();
  });

  it("is the same after it was rebuilt from its topics, without what they have no more", async () => {
    const tracks = catalogTracks(0, 220);
    await stage.complete({ artists, candidates, tracks });
    await stage.deliver({ candidates: new Map([candidate(7, 8)]) });
    await database.database.transaction((transaction) => transaction.run(rebuild));
    // The process that was running goes on in this test: what it holds of models must not matter.
    stage.synthetic.clear();
    expect(await stage.complete({ artists, candidates, tracks })).toHaveLength(8);
    expect(stage.models).toHaveLength(1);
    expectUpToDate();
  });

  it("renews every track under a new model when the catalogue has grown by half", async () => {
    await stage.complete({ artists, candidates, tracks: catalogTracks(0, 220) });
    await stage.complete({ tracks: catalogTracks(220, 100) });
    expect(stage.models).toHaveLength(1);
    const keys = await stage.complete({ tracks: catalogTracks(320, 10) });
    expect(stage.models).toHaveLength(2);
    expect(keys).toHaveLength(8);
    expectUpToDate();
  });

  it("trains a new model if a build with a feature fewer trained the stored one", async () => {
    await stage.complete({ artists, candidates, tracks: catalogTracks(0, 220) });
    await storeOlderModel();
    stage.restart();
    const keys = await stage.complete();
    expect(keys).toHaveLength(8);
    expect(stage.models).toHaveLength(2);
    expect(stage.models[1]!.modelId).toBe(stage.models[0]!.modelId);
    expectUpToDate();
    expect(await stage.complete()).toEqual([]);
    expect(stage.reporter.read().note).toMatch(/^model tracks-\w+, trained on backend/);
  });

  it("goes on without a model if there is too little to replace one with a feature fewer", async () => {
    const tracks = catalogTracks(0, 220);
    await stage.complete({ artists, candidates, tracks });
    const older = await storeOlderModel();
    stage.restart();
    const gone = new Map([...tracks.keys()].slice(0, 100).map((recording) => [recording, null]));
    expect(await stage.complete({ tracks: gone })).toHaveLength(8);
    expect(stage.reporter.read().note).toMatch(`no tracks: this build cannot read model ${older}`);
    expect(stage.synthetic.size).toBe(0);
    expect(stage.reporter.read().totals["synthetic tracks"]).toBe(0);
    // A candidate that is withdrawn meanwhile has no tracks when there is a model again.
    const withdrawn = new Map([[candidate(2, 3)[0], null]]);
    apply(candidates, withdrawn);
    expect(await stage.complete({ candidates: withdrawn })).toEqual([]);
    expect(stage.reporter.read().note).toContain("nothing to train on: 120 tracks");
    await stage.complete({ tracks });
    expectUpToDate();
  });

  it("rejects invalid records, and takes the rest", async () => {
    const [good, track] = [...catalogTracks(0, 1)][0]!;
    const odd = mbid("recording", 999);
    await stage.deliver({
      tracks: new Map([
        [good, track],
        ["no-mbid", track],
        [odd, { ...track, recording: odd, probabilities: { timbre: { bright: 3, dark: 0 } } }],
      ]),
      artists: new Map([
        [mbid("artist", 7), graphArtist(7, { embedding: vectorBytes(Float32Array.of(1, 2)) })],
      ]),
      candidates: new Map([[`${mbid("artist", 2)}:${mbid("artist", 1)}`, candidate(1, 2)[1]]]),
    });
    expect(stage.rejections.map(({ code }) => code)).toEqual([
      "KEY_NOT_AN_MBID",
      "TRACK_PROBABILITY_INVALID",
      "EMBEDDING_INVALID",
      "PAIR_NOT_IN_ORDER",
    ]);
    await stage.complete();
    expect(stage.reporter.read().totals["tracks to learn from"]).toBe(1);
  });

  it("equals a recomputation after any edits, redeliveries and restarts", async () => {
    await stage.complete({ artists, candidates, tracks: catalogTracks(0, 220) });
    const artistChange = fc.tuple(
      fc.nat(49),
      fc.option(fc.record({ degree: fc.nat(60), popularity: fc.option(fc.nat(100)), like: fc.nat(49) })),
    );
    const candidateChange = fc
      .tuple(fc.nat(49), fc.nat(49), fc.boolean())
      .filter(([one, other]) => one !== other);
    const epoch = fc.record({
      artistChanges: fc.array(artistChange, { maxLength: 6 }),
      candidateChanges: fc.array(candidateChange, { maxLength: 8 }),
      again: fc.boolean(),
      restart: fc.boolean(),
      early: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(epoch, async ({ artistChanges, candidateChanges, again, restart, early }) => {
        const delivery = {
          artists: new Map(
            artistChanges.map(([number, change]) => [
              mbid("artist", number),
              change === null
                ? null
                : graphArtist(number, {
                    degree: change.degree,
                    popularity: change.popularity,
                    embedding: graphArtist(change.like).embedding,
                  }),
            ]),
          ),
          candidates: new Map(
            candidateChanges.map(([one, other, isCandidate]) => {
              const [key, value] = candidate(one, other);
              return [key, isCandidate ? value : null];
            }),
          ),
        };
        apply(artists, delivery.artists);
        apply(candidates, delivery.candidates);
        if (again) await stage.deliver(delivery);
        if (early) await stage.deliver({ candidates: delivery.candidates });
        await stage.finishInBackground();
        if (restart) stage.restart();
        await stage.complete(delivery);
        expectUpToDate();
      }),
      { numRuns: 40 },
    );
  });
});
