import type { CatalogArtist } from "@interlude/contracts";
import { numberedMbid } from "@interlude/core-graph/testing";
import {
  PRIOR_MODEL,
  allCandidates,
  candidateRecord,
  lowestProbability,
  reaches,
  worldOf,
} from "@interlude/core-links";
import { type Recording, type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { publishedFactsOf } from "./checks/published-facts.js";
import { expectConsistent } from "./testing/expect-consistent.js";
import { fixedTraining, model, secondModel } from "./testing/fixed-training.js";
import { GraphStage, type PairEdit } from "./testing/graph-stage.js";
import { groups } from "./testing/groups.js";
import {
  foldedCandidates,
  resetScoring,
  runEpoch,
  scoringService,
  trainer,
  undoneEpoch,
} from "./testing/scoring-stage.js";
import { ModelsRepository } from "./training/models.repository.js";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "scoring");
});
afterAll(() => test.dispose());
beforeEach(() => resetScoring(test.database));

const artist = fc.nat({ max: 10 });
const epochs = fc.array(
  fc.record({
    edits: fc.array(
      fc
        .record({ a: artist, b: artist, weight: fc.nat({ max: 2 }), firstRecording: fc.nat({ max: 40 }) })
        .filter(({ a, b }) => a < b),
      { maxLength: 12 },
    ),
    names: fc.array(fc.tuple(artist, fc.option(fc.constantFrom("A", "B", 'C"\\'))), { maxLength: 3 }),
    catalogue: fc.array(
      fc.tuple(
        artist,
        fc.uniqueArray(fc.constantFrom("bop", "cool")),
        fc.option(fc.constantFrom("Mali", "Peru")),
      ),
      { maxLength: 3 },
    ),
    failure: fc.constantFrom("none" as const, "restart" as const, "rollback" as const),
  }),
  { minLength: 1, maxLength: 7 },
);

/** What the catalogue has of an artist; null if that is nothing: it is not there any more. */
function catalogueEntry(n: number, genres: readonly string[], country: string | null): CatalogArtist | null {
  if (genres.length === 0 && country === null) return null;
  return {
    artist: numberedMbid(n),
    name: "",
    sortName: "",
    type: null,
    beginYear: null,
    endYear: null,
    ended: false,
    comment: "",
    popularity: null,
    spotifyId: null,
    acousticTracks: 0,
    genres: genres.map((name) => ({ name, votes: 1 })),
    country,
    gender: null,
    popularityPercentile: null,
  };
}

describe("ScoringService", () => {
  it("publishes what a full recomputation gives, after any epochs, restarts, rollbacks and a new model", async () => {
    let coldStartPairs = 0;
    await fc.assert(
      fc.asyncProperty(epochs, fc.integer({ min: 1, max: 9 }), async (all, secondFrom) => {
        await resetScoring(test.database);
        const training = fixedTraining(secondFrom);
        const recording: Recording = { published: [], rejected: [] };
        const stage = new GraphStage();
        const names = new Map<string, string>();
        let before = new Map<string, { modelId: string }>();
        let service = scoringService({ training });
        for (const [index, { edits, names: renames, catalogue: entries, failure }] of all.entries()) {
          const epoch = index + 1;
          const pairs: PairEdit[] = edits.map((edit) => ({
            ...edit,
            a: numberedMbid(edit.a),
            b: numberedMbid(edit.b),
          }));
          const renamed = new Map(renames.map(([n, name]) => [numberedMbid(n), name]));
          const catalogue = new Map(
            entries.map(([n, genres, country]) => [numberedMbid(n), catalogueEntry(n, genres, country)]),
          );
          const records = stage.epoch(pairs, renamed, catalogue);
          for (const [mbid, name] of renamed) {
            if (name === null) names.delete(mbid);
            else names.set(mbid, name);
          }
          if (failure === "restart") service = scoringService({ training });
          if (failure === "rollback") await undoneEpoch(test.database, service, { epoch, records });
          await runEpoch(test.database, service, { epoch, records, recording });

          const current = epoch < secondFrom ? model : secondModel;
          const published = { catalogue: stage.catalogue, artists: new Map() };
          const { facts, cells } = publishedFactsOf(stage.graph.adjacency, published);
          const world = worldOf(stage.graph, current.asOf, facts, cells);
          const threshold = current.decisionThresholds[0]!.probability;
          const context = {
            model: current,
            threshold,
            nameOf: (mbid: string) => names.get(mbid) ?? "",
            isAccepted: false,
          };
          // What was a candidate under the same model stays one within the margin of hysteresis.
          const truth = allCandidates(world, current, lowestProbability(threshold))
            .filter(({ artistA, artistB, logit }) => {
              const stays = before.get(`${artistA}:${artistB}`)?.modelId === current.id;
              return stays || reaches(logit, threshold);
            })
            .map((candidate) => candidateRecord(candidate, context));
          const folded = foldedCandidates(recording);
          expect([...folded.keys()].sort()).toEqual(
            truth.map(({ artistA, artistB }) => `${artistA}:${artistB}`),
          );
          for (const record of truth) {
            expect(folded.get(`${record.artistA}:${record.artistB}`)).toEqual(record);
          }
          for (const { coldStart } of truth) coldStartPairs += Number(coldStart);
          before = folded as typeof before;
          await expectConsistent(test.database, stage, recording);
        }
      }),
      { numRuns: 60 },
    );
    expect(coldStartPairs).toBeGreaterThan(0);
  });

  it("finds pairs of newcomers of equal attributes, as long as these are few, also after a restart", async () => {
    const recording: Recording = { published: [], rejected: [] };
    const stage = new GraphStage();
    const training = fixedTraining(99);
    const numbers = Array.from({ length: 20 }, (_, n) => n);
    const entries = (ns: readonly number[], genres: readonly string[]) =>
      new Map(ns.map((n) => [numberedMbid(n), catalogueEntry(n, genres, "Mali")]));
    const found: number[] = [];
    for (const [index, catalogue] of [
      entries(numbers, ["bop", "cool"]),
      entries([20], ["cool", "bop"]),
      entries([7], ["cool"]),
      entries([3], []),
    ].entries()) {
      const records = stage.epoch([], new Map(), catalogue);
      await runEpoch(test.database, scoringService({ training }), { epoch: index + 1, records, recording });
      await expectConsistent(test.database, stage, recording);
      const candidates = [...foldedCandidates(recording).values()] as { coldStart: boolean }[];
      expect(candidates.every(({ coldStart }) => coldStart)).toBe(true);
      found.push(candidates.length);
    }
    // Pairs of 20, none of 21, of 20 others, of 19.
    expect(found).toEqual([190, 0, 190, 171]);
  });

  it("says in milliseconds when a pair became a candidate", async () => {
    const recording: Recording = { published: [], rejected: [] };
    const service = scoringService({ training: fixedTraining(99) });
    const path = [
      [1, 2],
      [2, 3],
    ].map(([a, b]) => ({ a: numberedMbid(a!), b: numberedMbid(b!), weight: 1, firstRecording: 29 }));
    await runEpoch(test.database, service, {
      epoch: 1,
      records: new GraphStage().epoch(path, new Map()),
      recording,
    });
    const candidate = recording.published.find(({ topic }) => topic === "candidate-collaborations");
    expect(candidate!.value).toMatchObject({ firstSeenEpoch: 1, firstSeenAt: 1_000 });
  });

  it("publishes nothing when an epoch changes nothing that a reader would see", async () => {
    const recording: Recording = { published: [], rejected: [] };
    const stage = new GraphStage();
    const service = scoringService({ training: fixedTraining(99) });
    const triangle = [
      [1, 2],
      [2, 3],
      [1, 4],
      [3, 4],
    ].map(([a, b]) => ({ a: numberedMbid(a!), b: numberedMbid(b!), weight: 1, firstRecording: 29 }));
    await runEpoch(test.database, service, {
      epoch: 1,
      records: stage.epoch(triangle, new Map()),
      recording,
    });
    expect(foldedCandidates(recording).size).toBeGreaterThan(0);
    const before = recording.published.length;
    const heavier = triangle.map((edit) => ({ ...edit, weight: 7 }));
    await runEpoch(test.database, service, {
      epoch: 2,
      records: stage.epoch(heavier, new Map()),
      recording,
    });
    expect(recording.published.length).toBe(before);
  });

  it("trains as of a marker, publishes the model, and gives the same model after a restart", async () => {
    const epochsOf = groups();
    const runs: Recording[] = [];
    for (const restart of [false, true]) {
      await resetScoring(test.database);
      const recording: Recording = { published: [], rejected: [] };
      const stage = new GraphStage();
      const notes: (string | null)[] = [];
      let service = scoringService();
      for (const [index, edits] of epochsOf.entries()) {
        if (restart) service = scoringService();
        const records = stage.epoch(edits, new Map());
        const summary = await runEpoch(test.database, service, { epoch: index + 1, records, recording });
        notes.push(summary.note);
        await trainer(test).fitPending();
      }
      expect(notes[0]).toMatch(
        /^no candidates yet, .* a model is trained as of epoch 1 and takes over with epoch 2/,
      );
      expect(notes[1]).toMatch(/^no candidates yet, .*a model is trained as of epoch 2/);
      runs.push(recording);
    }
    expect(runs[1]).toEqual(runs[0]);
    const models = runs[0]!.published.filter(({ topic }) => topic === "link-models");
    expect(models.map(({ key }) => key)[0]).toBe(PRIOR_MODEL.id);
    expect(models.length).toBeGreaterThan(1);
    expect(foldedCandidates(runs[0]!).size).toBeGreaterThan(0);
  });

  it("has no candidates while the model does not reach the named operating point, and notes it", async () => {
    const recording: Recording = { published: [], rejected: [] };
    const stage = new GraphStage();
    const strict = scoringService({
      training: fixedTraining(99, "prevalence-90"),
      operatingPoint: "prevalence-90",
    });
    const edits = groups()[0]!;
    const first = await runEpoch(test.database, strict, {
      epoch: 1,
      records: stage.epoch(edits, new Map()),
      recording,
    });
    expect(first.note).toMatch(/does not reach prevalence-90/);
    expect(foldedCandidates(recording).size).toBe(0);
    // The same store, started without a named point: everything is scored again although nothing changed.
    const open = scoringService({ training: fixedTraining(99) });
    const second = await runEpoch(test.database, open, {
      epoch: 2,
      records: stage.epoch([], new Map()),
      recording,
    });
    expect(second.note).toBeNull();
    expect(second.pairs.candidates).toBe(foldedCandidates(recording).size);
    expect(second.pairs.candidates).toBeGreaterThan(0);
  });

  it("trains a new model if a build with a feature fewer trained the stored one", async () => {
    const { recording, stage } = await storeOfOlderBuild(groups().flat());
    const empty = () => ({ records: stage.epoch([], new Map()), recording });
    const before = await runEpoch(test.database, scoringService(), { epoch: 2, ...empty() });
    expect(before.note).toMatch(
      /^no candidates yet, .* link-older is not served \(LINK_MODEL_FEATURE_MISSING\).* takes over with epoch 3/,
    );
    await trainer(test).fitPending();
    const summary = await runEpoch(test.database, scoringService(), { epoch: 3, ...empty() });
    expect(summary.note).toBeNull();
    const newest = recording.published.findLast(({ topic }) => topic === "link-models")!;
    const folded = [...foldedCandidates(recording).values()];
    expect(folded.length).toBeGreaterThan(0);
    for (const candidate of folded) expect(candidate).toMatchObject({ modelId: newest.key });
    expect(summary.pairs.candidates).toBe(folded.length);
    // From then on the model is served as any other.
    const next = await runEpoch(test.database, scoringService(), {
      epoch: 4,
      records: stage.epoch([], new Map()),
      recording,
    });
    expect(next.note).toBeNull();
  });

  it("goes on with the prior model if there is too little to replace one with a feature fewer", async () => {
    const { recording, stage } = await storeOfOlderBuild(groups()[0]!);
    expect(foldedCandidates(recording).size).toBeGreaterThan(0);
    const notes: (string | null)[] = [];
    for (const epoch of [2, 3]) {
      const records = stage.epoch([], new Map());
      notes.push((await runEpoch(test.database, scoringService(), { epoch, records, recording })).note);
      await trainer(test).fitPending();
    }
    expect(notes[0]).toMatch(/^no candidates yet, .* link-older is not served/);
    expect(notes[1]).toMatch(/^no candidates yet, .* at least 10 are needed/);
    expect(foldedCandidates(recording).size).toBe(0);
  });
});

/** Runs an epoch, and makes its model that of a build that computes one feature fewer. */
async function storeOfOlderBuild(
  edits: readonly PairEdit[],
): Promise<{ recording: Recording; stage: GraphStage }> {
  const recording: Recording = { published: [], rejected: [] };
  const stage = new GraphStage();
  const records = stage.epoch(edits, new Map());
  await runEpoch(test.database, scoringService({ training: fixedTraining(99) }), {
    epoch: 1,
    records,
    recording,
  });
  const older = {
    ...model,
    id: "link-older",
    features: model.features.slice(0, -1),
    coefficients: model.coefficients.slice(0, -1),
    means: model.means.slice(0, -1),
    scales: model.scales.slice(0, -1),
  };
  await test.database.transaction(async (transaction) => {
    await new ModelsRepository().addModel(transaction, older, {
      epoch: 1,
      graphVersion: 0,
      takesOverAtEpoch: 1,
      refusal: null,
    });
    await transaction.query("update scoring_state set model_id = 'link-older'");
  });
  return { recording, stage };
}
