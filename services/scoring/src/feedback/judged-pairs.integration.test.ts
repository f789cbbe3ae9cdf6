import { type CandidateCollaboration, type CandidateFeedback, pairKey } from "@interlude/contracts";
import { numberedMbid } from "@interlude/core-graph/testing";
import { type Recording, type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { verifyCandidates } from "../checks/index.js";
import type { ScoringService } from "../scoring.service.js";
import { expectConsistent } from "../testing/expect-consistent.js";
import { feedbackOf } from "../testing/feedback-records.js";
import { fixedTraining } from "../testing/fixed-training.js";
import { GraphStage, type PairEdit } from "../testing/graph-stage.js";
import { finishInBackground, resetScoring, runEpoch, scoringService } from "../testing/scoring-stage.js";
import { FeedbackRepository } from "./feedback.repository.js";

let test: TestDatabase;
let stage: GraphStage;
let recording: Recording;
let service: ScoringService;
let epoch: number;
const repository = new FeedbackRepository();
const training = fixedTraining(99);

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "scoring");
});
afterAll(() => test?.dispose());
beforeEach(reset);

async function reset(): Promise<void> {
  await resetScoring(test.database);
  stage = new GraphStage();
  recording = { published: [], rejected: [] };
  service = scoringService({ training });
  epoch = 0;
}

type Ends = readonly [a: number, b: number];

/** Runs an epoch with edges that appear, or disappear where their weight is 0. */
async function run(...edges: readonly (readonly [a: number, b: number, weight?: number])[]): Promise<void> {
  const edits = edges.map(([a, b, weight = 1]): PairEdit => {
    return { a: numberedMbid(a), b: numberedMbid(b), weight, firstRecording: 29 };
  });
  epoch += 1;
  await runEpoch(test.database, service, { epoch, records: stage.epoch(edits, new Map()), recording });
}

/** Stages feedback on a pair with the evidence that stands on the topic, if any; null withdraws it. */
async function judge([a, b]: Ends, verdict: CandidateFeedback["verdict"] | null): Promise<void> {
  const { logit = 0, commonNeighbours = 0 } =
    candidates().get(pairKey(numberedMbid(a), numberedMbid(b))) ?? {};
  const record = verdict === null ? null : feedbackOf(a, b, { verdict, logit, commonNeighbours, ts: epoch });
  const staged = {
    artistA: numberedMbid(a),
    artistB: numberedMbid(b),
    record: record && JSON.stringify(record),
  };
  await test.database.transaction((transaction) => repository.stage(transaction, [staged]));
}

function candidates(): Map<string, CandidateCollaboration> {
  const folded = new Map<string, CandidateCollaboration>();
  for (const { topic, key, value } of recording.published) {
    if (topic !== "candidate-collaborations") continue;
    if (value === null) folded.delete(key);
    else folded.set(key, value as CandidateCollaboration);
  }
  return folded;
}

const candidate = ([a, b]: Ends) => candidates().get(pairKey(numberedMbid(a), numberedMbid(b)));
/** Headers of the last tombstone of a pair. */
const lastReason = ([a, b]: Ends) =>
  recording.published.findLast(
    ({ key, value }) => value === null && key === pairKey(numberedMbid(a), numberedMbid(b)),
  )?.headers;

async function expectVerified(): Promise<void> {
  const published = { catalogue: new Map(), artists: new Map(), candidates: candidates() };
  expect(await verifyCandidates(test.database, stage.graph, published)).toMatchObject({
    differences: 0,
    examples: [],
  });
  await expectConsistent(test.database, stage, recording);
}

/** Two artists with three common neighbours. */
const PAIR: Ends = [1, 2];
const EDGES = [3, 4, 5].flatMap((n) => [
  [1, n],
  [2, n],
]) as [number, number][];

describe("a rejected pair", () => {
  it("is withdrawn with that reason, and stays hidden while other things change", async () => {
    await run(...EDGES);
    expect(candidate(PAIR)).toMatchObject({ commonNeighbours: 3, accepted: false });
    await judge(PAIR, "rejected");
    await run();
    expect(candidate(PAIR)).toBeUndefined();
    expect(lastReason(PAIR)).toEqual({ "withdrawal-reason": "rejected" });
    await run([6, 7], [1, 8]);
    service = scoringService({ training });
    await run([2, 9]);
    expect(candidate(PAIR)).toBeUndefined();
    await expectVerified();
  });

  it("is withdrawn between two epochs, too, and comes back so", async () => {
    await run(...EDGES);
    const firstSeen = candidate(PAIR)!.firstSeenEpoch;
    await judge(PAIR, "rejected");
    await finishInBackground(test.database, service, recording);
    expect(candidate(PAIR)).toBeUndefined();
    expect(lastReason(PAIR)).toEqual({ "withdrawal-reason": "rejected" });
    await judge(PAIR, null);
    await finishInBackground(test.database, service, recording);
    expect(candidate(PAIR)).toMatchObject({ firstSeenEpoch: firstSeen });
    await expectVerified();
  });

  it("comes back with a further common neighbour, and goes when that goes", async () => {
    await run(...EDGES);
    await judge(PAIR, "rejected");
    await run();
    await run([1, 6], [2, 6]);
    expect(candidate(PAIR)).toMatchObject({ commonNeighbours: 4 });
    await run([2, 6, 0]);
    expect(candidate(PAIR)).toBeUndefined();
    expect(lastReason(PAIR)).toEqual({ "withdrawal-reason": "rejected" });
    await expectVerified();
  });

  it("comes back when the feedback is withdrawn", async () => {
    await run(...EDGES);
    await judge(PAIR, "rejected");
    await run();
    await judge(PAIR, null);
    await run();
    expect(candidate(PAIR)).toBeDefined();
    await expectVerified();
  });
});

describe("an accepted pair", () => {
  const WEAK = [[1, 3], [2, 3], ...[11, 12, 13, 14, 15, 16, 17, 18].map((n) => [3, n] as const)] as const;

  it("is a candidate below the threshold, marked so, until the two record together", async () => {
    await run(...WEAK);
    expect(candidate(PAIR)).toBeUndefined();
    await judge(PAIR, "accepted");
    await run();
    expect(candidate(PAIR)).toMatchObject({ accepted: true, commonNeighbours: 1 });
    await expectVerified();
    await run([1, 2]);
    expect(candidate(PAIR)).toBeUndefined();
    expect(lastReason(PAIR)).toEqual({ "withdrawal-reason": "collaborated" });
    await expectVerified();
  });

  it("is none without a common neighbour", async () => {
    await run(...WEAK);
    await judge(PAIR, "accepted");
    await run();
    await run([1, 3, 0]);
    expect(candidate(PAIR)).toBeUndefined();
    await expectVerified();
  });
});

describe("judged pairs", () => {
  const artist = fc.integer({ min: 1, max: 9 });
  const edge = fc.tuple(artist, artist, fc.nat({ max: 2 })).filter(([a, b]) => a < b);
  const verdict = fc.constantFrom("accepted" as const, "rejected" as const, null);
  const judgement = fc.tuple(artist, artist, verdict).filter(([a, b]) => a < b);
  const step = fc.record({
    edges: fc.array(edge, { maxLength: 10 }),
    judgements: fc.array(judgement, { maxLength: 4 }),
    restarts: fc.boolean(),
    isBetween: fc.boolean(),
  });

  it("are what a recomputation from the graph and the feedback gives, after any epochs", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        await reset();
        for (const { edges, judgements, restarts, isBetween } of steps) {
          if (restarts) service = scoringService({ training });
          for (const [a, b, given] of judgements) await judge([a, b], given);
          if (isBetween) {
            await finishInBackground(test.database, service, recording);
            await expectVerified();
          }
          await run(...edges);
          await expectVerified();
        }
      }),
      { numRuns: 25 },
    );
  });
});
