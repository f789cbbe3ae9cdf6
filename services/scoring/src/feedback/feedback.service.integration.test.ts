import { type CandidateFeedback, pairKey } from "@interlude/contracts";
import { numberedMbid } from "@interlude/core-graph/testing";
import type { Transaction } from "@interlude/infra-postgres";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import type { StreamRecord } from "@interlude/stage";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { feedbackOf } from "../testing/feedback-records.js";
import { FeedbackRepository } from "./feedback.repository.js";
import { FeedbackService } from "./feedback.service.js";

let test: TestDatabase;
const repository = new FeedbackRepository();
const service = new FeedbackService(repository);

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "scoring");
});
afterAll(() => test?.dispose());
beforeEach(() => test.database.query("truncate feedback, staged_feedback"));

type Given = CandidateFeedback | readonly [a: number, b: number];

/** Hands records over in one transaction, tombstones as the numbers of their artists; returns the codes of those set aside. */
async function stage(...given: readonly Given[]): Promise<string[]> {
  const codes: string[] = [];
  const records = given.map((one): StreamRecord<CandidateFeedback> => {
    const key =
      "verdict" in one
        ? pairKey(one.artistA, one.artistB)
        : pairKey(numberedMbid(one[0]), numberedMbid(one[1]));
    const value = "verdict" in one ? one : null;
    return { key, value, headers: {}, epoch: 1, topic: "candidate-feedback", partition: 0, offset: 0n };
  });
  await inTransaction((transaction) =>
    service.stage(records, {
      transaction,
      stateId: "",
      publish: () => Promise.reject(new Error("staging publishes nothing")),
      reject: (_record, code) => void codes.push(code),
    }),
  );
  return codes;
}

function inTransaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
  return test.database.transaction(work);
}

const takeEffect = (epoch: number) => inTransaction((transaction) => service.takeEffect(transaction, epoch));
const labels = async (epoch: number) =>
  (await repository.labelsAsOf(test.database, epoch)).map(
    ({ artistA, artistB, verdict }) =>
      `${Number.parseInt(artistA.slice(-4), 16)}-${Number.parseInt(artistB.slice(-4), 16)} ${verdict}`,
  );

describe("feedback", () => {
  it("has no effect before it is put into force, and then from that epoch on", async () => {
    await stage(feedbackOf(1, 2, { verdict: "accepted" }), feedbackOf(1, 3));
    expect(await labels(9)).toEqual([]);
    expect(await takeEffect(5)).toEqual([numberedMbid(1)]);
    expect(await labels(4)).toEqual([]);
    expect(await labels(5)).toEqual(["1-2 accepted", "1-3 rejected"]);
    expect(await takeEffect(6)).toEqual([]);
  });

  it("is replaced by newer feedback and withdrawn by a tombstone, while a complete epoch keeps what it had", async () => {
    await stage(feedbackOf(1, 2), feedbackOf(3, 4));
    await takeEffect(5);
    await stage(feedbackOf(1, 2, { verdict: "accepted", ts: 2 }), [3, 4]);
    expect(await takeEffect(7)).toEqual([numberedMbid(1), numberedMbid(3)]);
    expect(await labels(6)).toEqual(["1-2 rejected", "3-4 rejected"]);
    expect(await labels(7)).toEqual(["1-2 accepted"]);
    expect(await repository.changesSince(test.database, 5)).toBe(2);
    expect(await repository.changesSince(test.database, 7)).toBe(0);
    expect(await repository.counts(test.database)).toEqual({ accepted: 1, rejected: 0 });
  });

  it("keeps the last of what comes within one epoch", async () => {
    await stage(feedbackOf(1, 2));
    await takeEffect(5);
    await stage(feedbackOf(1, 2, { verdict: "accepted", ts: 2 }));
    await takeEffect(5);
    expect(await labels(5)).toEqual(["1-2 accepted"]);
    await stage([1, 2]);
    await takeEffect(5);
    expect(await labels(5)).toEqual([]);
  });

  it("is known by the artists of the pair", async () => {
    await stage(feedbackOf(1, 2, { logit: -1.5, commonNeighbours: 4 }), feedbackOf(3, 4));
    await takeEffect(1);
    const found = await inTransaction((transaction) => repository.ofArtists(transaction, [numberedMbid(2)]));
    expect([...found]).toEqual([
      [
        pairKey(numberedMbid(1), numberedMbid(2)),
        {
          artistA: numberedMbid(1),
          artistB: numberedMbid(2),
          verdict: "rejected",
          logit: -1.5,
          commonNeighbours: 4,
        },
      ],
    ]);
  });

  it("does not change when the log repeats records", async () => {
    const [older, newer] = [feedbackOf(1, 2), feedbackOf(1, 2, { verdict: "accepted", ts: 2 })];
    await stage(older);
    await takeEffect(1);
    await stage(newer);
    await takeEffect(2);
    await stage(older);
    expect(await takeEffect(3)).toEqual([]);
    await stage(newer, [3, 4]);
    expect(await takeEffect(3)).toEqual([]);
    expect(await labels(3)).toEqual(["1-2 accepted"]);
  });

  it("that cannot be is set aside", async () => {
    const swapped = { ...feedbackOf(1, 2), artistA: numberedMbid(9) };
    expect(await stage(swapped, feedbackOf(1, 2, { logit: Number.NaN }), [3, 3])).toEqual([
      "FEEDBACK_INVALID",
      "FEEDBACK_INVALID",
      "FEEDBACK_INVALID",
    ]);
  });

  it("ends as the newest record of each pair says, whatever was given and whenever it took effect", async () => {
    const verdict = fc.constantFrom("accepted", "rejected", null);
    const step = fc.record({ a: fc.integer({ min: 1, max: 2 }), b: fc.integer({ min: 3, max: 4 }), verdict });
    const epochs = fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(epochs, async (given) => {
        await test.database.query("truncate feedback, staged_feedback");
        const newest = new Map<string, string>();
        const asOf: string[][] = [];
        let ts = 0;
        for (const [index, steps] of given.entries()) {
          for (const { a, b, verdict: said } of steps) {
            ts += 1;
            await stage(said === null ? [a, b] : feedbackOf(a, b, { verdict: said, ts }));
            if (said === null) newest.delete(`${a}-${b}`);
            else newest.set(`${a}-${b}`, `${a}-${b} ${said}`);
            if (ts % 2 === 0) await takeEffect(index + 1);
          }
          await takeEffect(index + 1);
          asOf.push([...newest.values()].sort());
        }
        for (const [index, expected] of asOf.entries()) expect(await labels(index + 1)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});
