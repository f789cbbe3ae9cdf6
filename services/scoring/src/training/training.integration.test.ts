import { CollaborationGraph } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import type { GraphDelta, LinkModelCard } from "@interlude/contracts";
import { PRIOR_MODEL } from "@interlude/core-links";
import type { FitMessage as MessageOf } from "@interlude/infra-postgres";
import { type Recording, type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { ArtistFactsRepository } from "../facts/artist-facts.repository.js";
import { EdgesRepository } from "../replica/edges.repository.js";
import type { ScoringSummary } from "../scoring.service.js";
import { GraphStage, type PairEdit } from "../testing/graph-stage.js";
import { groups } from "../testing/groups.js";
import {
  finishInBackground,
  resetScoring,
  runEpoch,
  scoringService,
  trainer,
  trainingService,
} from "../testing/scoring-stage.js";
import { fitLinkModel } from "./fit-thread.js";
import { type FitOutcome, TrainingsRepository } from "./trainings.repository.js";

type FitMessage = MessageOf<FitOutcome>;

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "scoring");
});
afterAll(() => test.dispose());
beforeEach(() => resetScoring(test.database));

const WORLD = groups().flat();
const NOTHING: readonly PairEdit[] = [];
/** Enough of the world to learn from, so that the rest of it calls for another training. */
const FIRST = WORLD.slice(0, Math.floor(WORLD.length * 0.8));
const REST = WORLD.slice(FIRST.length);

/** A stream of epochs with a training of its own settings. */
function stream(options: Parameters<typeof trainingService>[0] = {}) {
  const stage = new GraphStage();
  const recording: Recording = { published: [], rejected: [] };
  const training = trainingService(options);
  let epoch = 0;
  return {
    stage,
    next(edits: readonly PairEdit[]): Promise<ScoringSummary> {
      epoch += 1;
      const records = stage.epoch(edits, new Map());
      return runEpoch(test.database, scoringService({ training }), { epoch, records, recording });
    },
    /** Does what can be done without another epoch. */
    background: () => finishInBackground(test.database, scoringService({ training }), recording),
    get cards(): LinkModelCard[] {
      return recording.published
        .filter(({ topic }) => topic === "link-models")
        .map(({ value }) => value as LinkModelCard);
    },
  };
}

async function inUse(): Promise<string> {
  const [row] = await test.database.query<{ id: string }>("select model_id as id from scoring_state");
  return row!.id;
}

/** A fit that gives this, whatever it is to fit. */
const gives = (message: FitMessage) => async () => message;

describe("edges as of a training", () => {
  const artist = fc.nat({ max: 7 });
  const edit = fc
    .record({ a: artist, b: artist, weight: fc.nat({ max: 2 }), firstRecording: fc.nat({ max: 9 }) })
    .filter(({ a, b }) => a < b)
    .map(({ a, b, ...rest }) => ({ a: numberedMbid(a), b: numberedMbid(b), ...rest }));
  const batch = fc.record({ edits: fc.array(edit, { maxLength: 8 }), isSnapshot: fc.boolean() });
  const edges = new EdgesRepository();

  it("are those at its version, whatever changed, went, came back or was in a snapshot since", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit), fc.array(batch, { maxLength: 6 }), async (first, later) => {
        await resetScoring(test.database);
        const stage = new GraphStage();
        const write = (records: readonly { value: GraphDelta | null }[]): Promise<void> =>
          // One change a pair and statement, as the replica writes them.
          test.database.transaction(async (transaction) => {
            for (const { value } of records) await edges.write(transaction, [value!]);
          });
        await write(stage.epoch(first, new Map()).deltas);
        const version = first.length === 0 ? 0 : newestVersion(stage);
        const expected = edgesOf(stage.graph);
        await test.database.transaction((transaction) =>
          new TrainingsRepository().note(
            transaction,
            { epoch: 1, graphVersion: version, takesOverAtEpoch: 2, cause: "test" },
            PRIOR_MODEL,
          ),
        );
        for (const { edits, isSnapshot } of later) {
          await write(stage.epoch(edits, new Map()).deltas);
          if (!isSnapshot) continue;
          stage.skipVersion();
          const snapshot = stage.snapshot();
          await write(snapshot.slice(0, -1));
          const { graphVersion } = snapshot.at(-1)!.value!;
          await test.database.transaction((transaction) =>
            edges.takeSnapshot(transaction, graphVersion, snapshot.length - 1),
          );
        }
        const asOf: unknown[] = [];
        await test.database.transaction(async (transaction) => {
          for await (const row of edges.asOfTraining(transaction, version)) asOf.push(Object.values(row));
        });
        expect(asOf).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  function newestVersion(stage: GraphStage): number {
    return stage.snapshot().at(-1)!.value!.graphVersion;
  }

  function edgesOf({ adjacency }: CollaborationGraph): unknown[] {
    const rows: [string, string, number, number][] = [];
    adjacency.forEachEdge((one, other, weight, firstRecording) => {
      const [a, b] = [adjacency.mbids.mbidOf(one), adjacency.mbids.mbidOf(other)].sort();
      rows.push([a!, b!, weight, firstRecording]);
    });
    return rows.sort(([a, b], [c, d]) => (`${a}${b}` < `${c}${d}` ? -1 : 1));
  }
});

describe("facts as of a training", () => {
  const facts = new ArtistFactsRepository();
  const known = (beginYear: number | null) => ({
    genres: beginYear === null ? [] : ["jazz"],
    beginYear,
    endYear: null,
    popularity: null,
    country: null,
  });
  const year = fc.option(fc.integer({ min: 1900, max: 1903 }));
  const epoch = fc.array(fc.tuple(fc.nat({ max: 5 }), year), { maxLength: 5 });

  it("are those at the end of its epoch, whatever came since", async () => {
    await fc.assert(
      fc.asyncProperty(epoch, fc.array(epoch, { maxLength: 5 }), async (first, later) => {
        await resetScoring(test.database);
        const apply = (rows: readonly (readonly [number, number | null])[], number: number) =>
          test.database.transaction(async (transaction) => {
            const staged = new Map(rows.map(([n, beginYear]) => [numberedMbid(n), known(beginYear)]));
            await facts.stageCatalogueFacts(transaction, staged);
            await facts.applyStaged(transaction, number);
          });
        const asOf = () =>
          test.database.transaction(async (transaction) => {
            const rows: unknown[] = [];
            for await (const row of facts.asOfTraining(transaction, 1)) rows.push(row);
            return rows;
          });
        await apply(first, 1);
        const expected = await asOf();
        await test.database.transaction((transaction) =>
          new TrainingsRepository().note(
            transaction,
            { epoch: 1, graphVersion: 0, takesOverAtEpoch: 2, cause: "test" },
            PRIOR_MODEL,
          ),
        );
        for (const [n, rows] of later.entries()) await apply(rows, n + 2);
        expect(await asOf()).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});

describe("a training", () => {
  it("gives the same model after its trainer was ended in the middle and the graph went on", async () => {
    const ids: string[] = [];
    for (const isInterrupted of [false, true]) {
      await resetScoring(test.database);
      const one = stream({ takeoverEpochs: 3 });
      await one.next(FIRST);
      await trainer(test).fitPending();
      await one.next(NOTHING);
      expect(await inUse()).not.toBe(PRIOR_MODEL.id);
      await one.next(REST);
      if (isInterrupted) {
        let begun = (): void => {};
        const isAtWork = new Promise<void>((resolve) => (begun = resolve));
        const ended = trainer(test, (_url, _task, signal) => {
          begun();
          return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        });
        const fitting = ended.fitPending();
        await isAtWork;
        // Another replica leaves it alone while that one is at it.
        await trainer(test, gives({ kind: "failed", code: "X", reason: "it is fitted twice" })).fitPending();
        await ended.onApplicationShutdown();
        await fitting.catch(() => {});
        // What the training is to see changes and goes.
        const [first, second] = [FIRST.slice(0, 200), FIRST.slice(200, 400)];
        await one.next(first.map((edge) => ({ ...edge, weight: 0 })));
        await one.next(second.map((edge) => ({ ...edge, weight: 5, firstRecording: 1 })));
      }
      await trainer(test).fitPending();
      if (!isInterrupted) for (let n = 0; n < 2; n += 1) await one.next(NOTHING);
      await one.next(NOTHING);
      const { modelId, comparison } = one.cards.at(-1)!;
      expect(comparison?.championId).toMatch(/^link-[0-9a-f]{16}$/);
      ids.push(modelId);
    }
    expect(ids[1]).toBe(ids[0]);
  }, 120_000);

  it("is waited for by the epoch with which it takes over, and by none before", async () => {
    const one = stream({ takeoverEpochs: 3 });
    await one.next(FIRST);
    await trainer(test).fitPending();
    await one.next(NOTHING);
    const before = await inUse();
    await one.next(REST);
    await one.next(NOTHING);
    await one.next(NOTHING);
    expect(await inUse()).toBe(before);
    expect(await openState()).toBe("pending");
    let isDone = false;
    const waiting = one.next(NOTHING).then(() => (isDone = true));
    // Another connection sees that it waits: it looks again and again in one transaction.
    await itWaits();
    expect(isDone).toBe(false);
    await trainer(test).fitPending();
    await waiting;
    expect(await openState()).toBeNull();
    expect(one.cards.at(-1)).toMatchObject({ trainedAtEpoch: 3, takesOverAtEpoch: 6 });
    expect(await test.database.query("select from superseded_edges")).toEqual([]);
  }, 120_000);

  it("takes over between two epochs or with the later one, to the same end", async () => {
    const ends: unknown[] = [];
    for (const isLate of [false, true]) {
      await resetScoring(test.database);
      const one = stream();
      await one.next(FIRST);
      if (isLate) {
        const waiting = one.next(NOTHING);
        await itWaits();
        await trainer(test).fitPending();
        await waiting;
      } else {
        await trainer(test).fitPending();
        await one.background();
        await one.next(NOTHING);
      }
      ends.push({
        cards: one.cards,
        pairs: await test.database.query("select * from scored_pairs order by artist_a, artist_b"),
      });
    }
    expect(ends[1]).toEqual(ends[0]);
  }, 120_000);

  it("leaves the model in use if its own cannot be served or is worse, and says so", async () => {
    const one = stream({ takeoverEpochs: 1 });
    await one.next(FIRST);
    await trainer(test).fitPending();
    await one.next(REST);
    const current = await inUse();
    const fitted = (await fittedOutcome()) as Extract<FitMessage, { kind: "trained" }>;
    const { model, comparison } = fitted;
    const bad = { ...model, id: "link-bad", coefficients: model.coefficients.map(() => Number.NaN) };
    await trainer(test, gives({ ...fitted, model: bad })).fitPending();
    const refused = await one.next(NOTHING);
    expect(refused.note).toMatch(new RegExp(`^model ${current} stays: model link-bad cannot be served`));
    expect(await newestCode()).toBe("LINK_MODEL_NOT_FINITE");
    expect(await inUse()).toBe(current);
    expect(one.cards.map(({ modelId }) => modelId)).not.toContain("link-bad");
    // Worse: kept and published with the reason.
    await one.next(FIRST.slice(0, 200).map((edge) => ({ ...edge, weight: 0 })));
    const worse = { ...comparison, holds: false };
    const other = { ...model, id: "link-worse" };
    await trainer(test, gives({ kind: "trained", model: other, comparison: worse })).fitPending();
    const stays = await one.next(NOTHING);
    expect(stays.note).toMatch(
      new RegExp(`^model ${current} stays: model link-worse is worse than ${current}`),
    );
    expect(await inUse()).toBe(current);
    expect(one.cards.at(-1)).toMatchObject({ modelId: "link-worse", takesOver: false });
  }, 120_000);

  it("that fails leaves the model in use and does not hold up the stream", async () => {
    const one = stream();
    await one.next(FIRST);
    const broken = trainer(test, async () => {
      throw new Error("out of memory");
    });
    await broken.fitPending();
    const { note } = await one.next(NOTHING);
    expect(note).toMatch(/^no candidates yet, .* the fit failed: out of memory/);
    expect(await newestCode()).toBe("LINK_TRAINING_FAILED");
  });

  it("of too few collaborations leaves the prior model, and says so", async () => {
    const one = stream();
    await one.next(WORLD.slice(0, 30));
    await trainer(test).fitPending();
    const { note } = await one.next(NOTHING);
    expect(note).toMatch(/^no candidates yet, as the built-in prior model scores: .* at least 10 are needed/);
    expect(await newestCode()).toBe("LINKS_NOT_ENOUGH_EVENTS");
    // A process that starts says the same.
    expect(await scoringService().status(test.database)).toEqual({ note, comparison: null });
    expect(await inUse()).toBe(PRIOR_MODEL.id);
    expect(one.cards.map(({ modelId }) => modelId)).toEqual([PRIOR_MODEL.id]);
  });
});

async function openState(): Promise<string | null> {
  return (await new TrainingsRepository().open(test.database))?.state ?? null;
}

async function newestCode(): Promise<string | null> {
  return (await new TrainingsRepository().newestDecided(test.database))?.code ?? null;
}

async function looksForOutcome(): Promise<boolean> {
  const rows = await test.database.query(
    `select from pg_stat_activity where datname = current_database() and state = 'idle in transaction'
       and query like 'select outcome from trainings%'`,
  );
  return rows.length > 0;
}

/** Resolves when an epoch waits for a fit. */
async function itWaits(): Promise<void> {
  await expect.poll(looksForOutcome, { timeout: 60_000 }).toBe(true);
}

/** What the pending training gives. */
async function fittedOutcome(): Promise<FitMessage> {
  const open = (await new TrainingsRepository().open(test.database))!;
  return fitLinkModel(test.url, { ...open, feedbackWeight: 1 }, new AbortController().signal);
}
