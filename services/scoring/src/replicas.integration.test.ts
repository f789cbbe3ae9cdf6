import { numberedMbid } from "@interlude/core-graph/testing";
import type { Transaction } from "@interlude/infra-postgres";
import { type Recording, type TestDatabase, backUp, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { type EdgeRow, EdgesRepository } from "./replica/edges.repository.js";
import type { ScoringService } from "./scoring.service.js";
import { expectedCandidates } from "./testing/expected-candidates.js";
import { fixedTraining } from "./testing/fixed-training.js";
import { type GraphEpoch, GraphStage, type PairEdit } from "./testing/graph-stage.js";
import { groups } from "./testing/groups.js";
import { foldedCandidates, resetScoring, runEpoch, scoringService } from "./testing/scoring-stage.js";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "scoring");
});
afterAll(() => test.dispose());
beforeEach(() => resetScoring(test.database));

/** Counts the edges that a process reads. */
class CountedEdges extends EdgesRepository {
  rows = 0;

  override all(transaction: Transaction): AsyncIterable<EdgeRow> {
    return this.#counted(super.all(transaction));
  }

  override changedSince(transaction: Transaction, version: number): AsyncIterable<EdgeRow> {
    return this.#counted(super.changedSince(transaction, version));
  }

  async *#counted(rows: AsyncIterable<EdgeRow>): AsyncIterable<EdgeRow> {
    for await (const row of rows) {
      this.rows += 1;
      yield row;
    }
  }
}

const training = fixedTraining(99);

async function complete(service: ScoringService, epoch: number, records: GraphEpoch, into?: Recording) {
  const recording = into ?? { published: [], rejected: [] };
  return runEpoch(test.database, service, { epoch, records, recording });
}

function edit(a: number, b: number, weight = 1): PairEdit {
  return { a: numberedMbid(a), b: numberedMbid(b), weight, firstRecording: 29 };
}

describe("two processes in turns", () => {
  it("read what changed, not the graph", async () => {
    const world = groups().flat();
    const stage = new GraphStage();
    const counters = [new CountedEdges(), new CountedEdges()];
    const services = counters.map((edges) => scoringService({ training, edges }));
    const recording: Recording = { published: [], rejected: [] };
    await complete(services[0]!, 1, stage.epoch(world, new Map()), recording);
    await complete(services[1]!, 2, stage.epoch([edit(1, 205)], new Map()), recording);
    const loaded = counters.map(({ rows }) => rows);
    const later = [edit(2, 205), edit(1, 205, 0), edit(3, 205), edit(2, 205, 4)];
    for (const [n, one] of later.entries())
      await complete(services[n % 2]!, 3 + n, stage.epoch([one], new Map()), recording);
    expect(loaded[1]).toBeGreaterThan(1_000);
    for (const [n, { rows }] of counters.entries()) expect(rows - loaded[n]!).toBeLessThan(10);
    const published = foldedCandidates(recording);
    expect(published).toEqual(await expectedCandidates(test.database, stage, published));
  });

  it("load the graph again after the store lost the epoch that one of them holds", async () => {
    for (const instead of [[edit(5, 6)], [edit(5, 6), edit(1, 6)]]) {
      await resetScoring(test.database);
      const first = [edit(1, 2), edit(2, 3), edit(3, 4)];
      const next = [edit(1, 3)];
      const [one, other] = [scoringService({ training }), scoringService({ training })];
      const recording: Recording = { published: [], rejected: [] };
      const stage = new GraphStage();
      await complete(one, 1, stage.epoch(first, new Map()), recording);
      const lost = new GraphStage();
      lost.epoch(first, new Map());
      const restore = await backUp(test.database);
      await complete(one, 2, lost.epoch([edit(4, 5)], new Map()));
      await restore();
      await complete(other, 2, stage.epoch(instead, new Map()), recording);
      await complete(one, 3, stage.epoch(next, new Map()), recording);
      const published = foldedCandidates(recording);
      expect(published).toEqual(await expectedCandidates(test.database, stage, published));
    }
  });
});
