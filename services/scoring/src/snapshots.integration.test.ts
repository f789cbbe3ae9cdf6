import { numberedMbid } from "@interlude/core-graph/testing";
import { type Recording, type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { rebuild } from "./rebuild.js";
import { expectedCandidates } from "./testing/expected-candidates.js";
import { fixedTraining } from "./testing/fixed-training.js";
import { type GraphEpoch, GraphStage, type PairEdit } from "./testing/graph-stage.js";
import { foldedCandidates, resetScoring, runEpoch, scoringService } from "./testing/scoring-stage.js";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "scoring");
});
afterAll(() => test.dispose());
beforeEach(() => resetScoring(test.database));

const training = fixedTraining(99);
const nothing: GraphEpoch = { deltas: [], dirty: [], artists: [] };
const newRecording = (): Recording => ({ published: [], rejected: [] });

function edit(a: number, b: number, weight = 1): PairEdit {
  return { a: numberedMbid(a), b: numberedMbid(b), weight, firstRecording: 29 };
}

/** A square with tails: some of the pairs at distance two become candidates. */
const first = [edit(1, 2), edit(2, 3), edit(1, 4), edit(3, 4), edit(4, 5), edit(7, 8), edit(8, 9)];
/** Among others, the last edges of an artist that candidates name. */
const second = [edit(5, 6), edit(7, 8, 0), edit(8, 9, 0), edit(2, 5)];

describe("scoring that misses changes of the graph", () => {
  it("keeps its candidates, says what it waits for, and is right again with the next snapshot", async () => {
    for (const restarts of [false, true]) {
      await resetScoring(test.database);
      const recording = newRecording();
      const stage = new GraphStage();
      let service = scoringService({ training });
      const complete = (epoch: number, records: GraphEpoch) => {
        if (restarts) service = scoringService({ training });
        return runEpoch(test.database, service, { epoch, records, recording });
      };
      await complete(1, stage.epoch(first, new Map()));
      const before = recording.published.length;
      expect(before).toBeGreaterThan(0);
      recording.postponed = 0;
      const lossy = stage.epoch(second, new Map());
      const waiting = await complete(2, { ...lossy, deltas: lossy.deltas.slice(1) });
      // A process that starts says so before the next epoch.
      expect((await scoringService({ training }).status(test.database)).note).toBe(waiting.note);
      expect(waiting.note).toMatch(/^waits for a snapshot of the graph: changes after its version 7 /);
      const half = await complete(3, {
        ...stage.epoch([edit(1, 9)], new Map()),
        deltas: stage.snapshot().slice(2),
      });
      expect(half.note).toMatch(/^waits for a snapshot/);
      expect(recording.published).toHaveLength(before);
      // A rebuild that is going on withdraws nothing meanwhile.
      expect(recording.postponed).toBe(2);
      const last = stage.epoch([edit(3, 9)], new Map());
      const whole = await complete(4, { ...last, deltas: [...last.deltas, ...stage.snapshot()] });
      expect(whole.note).toBeNull();
      await complete(5, stage.epoch([edit(2, 9)], new Map()));
      const published = foldedCandidates(recording);
      expect(published).toEqual(await expectedCandidates(test.database, stage, published));
    }
  });

  it("withdraws what a rebuilt graph has no more, an artist without any edge included", async () => {
    const recording = newRecording();
    const stage = new GraphStage();
    const service = scoringService({ training });
    await runEpoch(test.database, service, { epoch: 1, records: stage.epoch(first, new Map()), recording });
    const ends = [...foldedCandidates(recording).keys()].join();
    expect(ends).toContain(numberedMbid(7));
    // The rebuilt graph publishes what it found as a snapshot: no record says which edges are gone.
    stage.epoch(second, new Map());
    stage.skipVersion();
    const records = { ...nothing, deltas: stage.snapshot() };
    await runEpoch(test.database, scoringService({ training }), { epoch: 2, records, recording });
    const published = foldedCandidates(recording);
    expect(published).toEqual(await expectedCandidates(test.database, stage, published));
  });
});

describe("a rebuild of scoring", () => {
  it("comes to what its model finds, from a snapshot and the changes after it", async () => {
    const recording = newRecording();
    const stage = new GraphStage();
    const service = scoringService({ training });
    await runEpoch(test.database, service, { epoch: 1, records: stage.epoch(first, new Map()), recording });
    const kept = stage.snapshot();
    const changes = stage.epoch(second, new Map());
    await runEpoch(test.database, service, { epoch: 2, records: changes, recording });
    await test.database.transaction((transaction) =>
      transaction.run([...rebuild, "update stage_state set state_id = gen_random_uuid()"]),
    );
    // The topics from where they begin now, and the next epoch with them. The process holds the graph from before.
    const next = stage.epoch([edit(6, 9)], new Map());
    const again = newRecording();
    await runEpoch(test.database, service, {
      epoch: 3,
      records: { ...next, deltas: [...kept, ...changes.deltas, ...next.deltas] },
      recording: again,
    });
    const published = foldedCandidates(again);
    expect(published).toEqual(await expectedCandidates(test.database, stage, published));
  });
});
