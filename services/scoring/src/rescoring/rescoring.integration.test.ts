import { numberedMbid } from "@interlude/core-graph/testing";
import { mix32 } from "@interlude/core-numerics";
import { type Recording, type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { rebuild } from "../rebuild.js";
import type { ScoringService } from "../scoring.service.js";
import { expectedCandidates } from "../testing/expected-candidates.js";
import { fixedTraining, model, secondModel } from "../testing/fixed-training.js";
import { type GraphEpoch, GraphStage, type PairEdit } from "../testing/graph-stage.js";
import { groups } from "../testing/groups.js";
import {
  completeEpoch,
  finishInBackground,
  foldedCandidates,
  resetScoring,
  runEpoch,
  scoringService,
  stageRecords,
  stepInBackground,
  undoneStep,
} from "../testing/scoring-stage.js";
import { ScoringThreads } from "./scoring-threads.js";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "scoring");
});
afterAll(() => test.dispose());
beforeEach(() => resetScoring(test.database));

const NOTHING: GraphEpoch = { deltas: [], dirty: [], artists: [] };
const pace = { artists: 3, milliseconds: 0 };
const newRecording = (): Recording => ({ published: [], rejected: [] });

function edit(a: number, b: number, weight = 1): PairEdit {
  return { a: numberedMbid(a), b: numberedMbid(b), weight, firstRecording: 29 };
}

async function pendingArtists(): Promise<number | null> {
  const [row] = await test.database.query<{ left: number }>("select total - done as left from rescoring");
  return row?.left ?? null;
}

describe("a rescoring", () => {
  const artist = fc.nat({ max: 12 });
  const edits = fc.array(
    fc
      .record({ a: artist, b: artist, weight: fc.nat({ max: 1 }) })
      .filter(({ a, b }) => a < b)
      .map(({ a, b, weight }) => edit(a, b, weight)),
    { minLength: 1, maxLength: 8 },
  );
  /** What happens before the end of an epoch: steps of one of two replicas, one that is undone, one that was killed. */
  const before = fc.array(
    fc.record({
      replica: fc.nat({ max: 1 }),
      what: fc.constantFrom(
        "step" as const,
        "step" as const,
        "step" as const,
        "undone" as const,
        "killed" as const,
      ),
    }),
    { maxLength: 5 },
  );
  const epochs = fc.array(fc.record({ edits, between: before, within: before, isSnapshot: fc.boolean() }), {
    minLength: 1,
    maxLength: 5,
  });

  it("comes to what a recomputation gives, whatever epochs, replicas and failures come between its steps", async () => {
    await fc.assert(
      fc.asyncProperty(edits, epochs, fc.integer({ min: 2, max: 5 }), async (first, all, secondFrom) => {
        await resetScoring(test.database);
        const training = fixedTraining(secondFrom);
        const start = (): ScoringService => scoringService({ training, pace });
        const replicas = [start(), start()];
        const recording = newRecording();
        const stage = new GraphStage();
        const perform = async (steps: readonly { replica: number; what: string }[]): Promise<void> => {
          for (const { replica, what } of steps) {
            if (what === "killed") replicas[replica] = start();
            else if (what === "undone") await undoneStep(test.database, replicas[replica]!);
            else await stepInBackground(test.database, replicas[replica]!, recording);
          }
        };
        await completeEpoch(test.database, replicas[0]!, {
          epoch: 1,
          records: stage.epoch(first, new Map()),
          recording,
        });
        for (const [index, one] of all.entries()) {
          await perform(one.between);
          const records = stage.epoch(one.edits, new Map());
          if (one.isSnapshot) {
            stage.skipVersion();
            records.deltas.push(...stage.snapshot());
          }
          // A part of the epoch is there when the steps are done.
          const half = Math.ceil(records.deltas.length / 2);
          const early = { ...NOTHING, deltas: records.deltas.slice(0, half) };
          await stageRecords(test.database, replicas[1]!, early, recording);
          await perform(one.within);
          await completeEpoch(test.database, replicas[index % 2]!, {
            epoch: index + 2,
            records: { ...records, deltas: records.deltas.slice(half) },
            recording,
          });
        }
        await finishInBackground(test.database, replicas[0]!, recording);
        const current = all.length + 1 < secondFrom ? model : secondModel;
        const found = foldedCandidates(recording);
        expect(found).toEqual(await expectedCandidates(test.database, stage, found, current));
      }),
      { numRuns: 60 },
    );
  }, 300_000);

  it("goes on where it was when the process that did it is gone, and says how far it is", async () => {
    const recording = newRecording();
    const stage = new GraphStage();
    const records = stage.epoch(groups().flat(), new Map());
    const training = fixedTraining(99);
    const many = { artists: 50, milliseconds: 0 };
    await completeEpoch(test.database, scoringService({ training }), { epoch: 1, records, recording });
    const left: (number | null)[] = [await pendingArtists()];
    const said: (number | null)[] = [];
    while (left.at(-1) !== null) {
      const service = scoringService({ training, pace: many });
      const { rescoring } = await stepInBackground(test.database, service, recording);
      said.push(rescoring === null ? null : rescoring.total - rescoring.done);
      left.push(await pendingArtists());
    }
    expect(said).toEqual(left.slice(1));
    const artists = stage.graph.adjacency.artistCount;
    const expected = Array.from({ length: Math.floor(artists / 50) + 1 }, (_, step) => artists - step * 50);
    expect(left).toEqual([...expected, null]);
    const found = foldedCandidates(recording);
    expect(found).toEqual(await expectedCandidates(test.database, stage, found));
    // Each once: no step does again what another has done.
    const keys = recording.published.filter(({ topic }) => topic === "candidate-collaborations");
    expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
  });

  it("of many artists finds in worker threads what a recomputation gives", async () => {
    const threads = new ScoringThreads({ threads: 2 });
    const scored = vi.spyOn(threads, "score");
    const recording = newRecording();
    const stage = new GraphStage();
    const service = scoringService({
      training: fixedTraining(2),
      pace: { artists: 1_000, milliseconds: 0 },
      scoringThreads: threads,
    });
    const pairs = Array.from({ length: 700 }, (_, n) => [edit(n, n + 1), edit(n, n + 1 + (mix32(n) % 9))]);
    const joined = new Map(pairs.flat().map((one) => [`${one.a}:${one.b}`, one]));
    try {
      const records = stage.epoch([...joined.values()], new Map());
      await completeEpoch(test.database, service, { epoch: 1, records, recording });
      const first = foldedCandidates(recording);
      await completeEpoch(test.database, service, { epoch: 2, records: NOTHING, recording });
      await finishInBackground(test.database, service, recording);
      const found = foldedCandidates(recording);
      expect(found).not.toEqual(first);
      expect(found).toEqual(await expectedCandidates(test.database, stage, found, secondModel));
    } finally {
      await threads.onModuleDestroy();
    }
    // Under either model they did.
    const sources = await Promise.all(scored.mock.results.map(({ value }) => value as unknown));
    expect(sources.filter((source) => source !== null).length).toBeGreaterThan(1);
  });

  it("ends a rebuild, which the epoch that calls for it does not", async () => {
    const recording = newRecording();
    const stage = new GraphStage();
    const service = scoringService({ training: fixedTraining(99), pace });
    const records = stage.epoch([edit(1, 2), edit(2, 3), edit(3, 4), edit(4, 5)], new Map());
    await runEpoch(test.database, service, { epoch: 1, records, recording });
    await completeEpoch(test.database, service, { epoch: 2, records: NOTHING, recording: newRecording() });
    await test.database.transaction((transaction) =>
      transaction.run([...rebuild, "update stage_state set state_id = gen_random_uuid()"]),
    );
    const again = newRecording();
    await completeEpoch(test.database, service, {
      epoch: 3,
      records: { ...NOTHING, deltas: records.deltas },
      recording: again,
    });
    expect([again.postponed, again.ended, foldedCandidates(again).size]).toEqual([1, undefined, 0]);
    await finishInBackground(test.database, service, again);
    expect(again.ended).toBe(1);
    expect(foldedCandidates(again)).toEqual(foldedCandidates(recording));
    const after = newRecording();
    await completeEpoch(test.database, service, { epoch: 4, records: NOTHING, recording: after });
    expect(after.postponed).toBeUndefined();
  });

  it("waits while changes of the graph are missing", async () => {
    const recording = newRecording();
    const stage = new GraphStage();
    const service = scoringService({ training: fixedTraining(99), pace });
    const first = stage.epoch([edit(1, 2), edit(2, 3), edit(3, 4), edit(4, 5)], new Map());
    await completeEpoch(test.database, service, { epoch: 1, records: first, recording });
    const lossy = stage.epoch([edit(5, 6), edit(6, 7)], new Map());
    await completeEpoch(test.database, service, {
      epoch: 2,
      records: { ...lossy, deltas: lossy.deltas.slice(1) },
      recording,
    });
    const { progress, rescoring } = await stepInBackground(test.database, service, recording);
    expect([progress, rescoring?.done]).toEqual(["done", 0]);
    const last = stage.epoch([edit(7, 8)], new Map());
    await runEpoch(test.database, service, {
      epoch: 3,
      records: { ...last, deltas: [...last.deltas, ...stage.snapshot()] },
      recording,
    });
    const found = foldedCandidates(recording);
    expect(found).toEqual(await expectedCandidates(test.database, stage, found));
  });
});
