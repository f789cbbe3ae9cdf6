import type { CandidateCollaboration } from "@interlude/contracts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { candidateOf, numberedMbid, recordOf } from "../testing/records.js";
import {
  type CandidateChange,
  type CandidateItem,
  candidateChanges,
  countChanges,
  operatingPointDeltas,
} from "./candidate-changes.js";

const KEY = `${numberedMbid(1)}:${numberedMbid(2)}`;
const current = (item: Partial<CandidateItem> = {}) =>
  new Map([[KEY, { ...candidateOf(1, 2), sinceEpoch: 3, changedEpoch: 4, ...item }]]);
const record = (value: CandidateCollaboration | null, key = KEY) => recordOf(key, value, 9);

describe("candidateChanges", () => {
  it("sees a candidate appear, change and be withdrawn", () => {
    const value = candidateOf(1, 2);
    expect(candidateChanges(new Map(), [record(value)])).toEqual([
      { kind: "appeared", candidate: { ...value, sinceEpoch: 9, changedEpoch: 9 } },
    ]);
    const changed = candidateOf(1, 2, { probability: 0.9, graphVersion: 8 });
    expect(candidateChanges(current(), [record(changed)])).toEqual([
      {
        kind: "changed",
        candidate: { ...changed, sinceEpoch: 3, changedEpoch: 9 },
        previous: current().get(KEY),
      },
    ]);
    expect(candidateChanges(current(), [record(null)])).toEqual([
      { kind: "withdrawn", previous: current().get(KEY), reason: null },
    ]);
    const tombstone = { ...record(null), headers: { "withdrawal-reason": "collaborated" } };
    expect(candidateChanges(current(), [tombstone])).toMatchObject([{ reason: "collaborated" }]);
  });

  it("changes nothing for a late record, a repeated one, or a tombstone for nothing", () => {
    const late = candidateOf(1, 2, { probability: 0.1, graphVersion: 6 });
    expect(candidateChanges(current(), [record(late)])).toEqual([]);
    expect(candidateChanges(current(), [record(candidateOf(1, 2))])).toEqual([]);
    expect(candidateChanges(current({ logit: 0 }), [record(candidateOf(1, 2, { logit: -0 }))])).toEqual([]);
    expect(candidateChanges(new Map(), [record(null)])).toEqual([]);
  });

  it("does not show a new graph version alone", () => {
    const renewed = candidateOf(1, 2, { graphVersion: 12 });
    expect(candidateChanges(current(), [record(renewed)])).toEqual([
      { kind: "refreshed", candidate: { ...renewed, sinceEpoch: 3, changedEpoch: 4 } },
    ]);
  });

  it("keeps the counts of candidates and of operating points", () => {
    const points = fc.subarray(["balanced-80", "balanced-90", "prevalence-80"]);
    const step = fc.record({
      b: fc.integer({ min: 2, max: 5 }),
      value: fc.option(points, { nil: null, freq: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const held = new Map<string, CandidateItem>();
        const counted = new Map<string, number>();
        let total = 0;
        for (const [version, { b, value }] of steps.entries()) {
          const candidate =
            value === null ? null : candidateOf(1, b, { operatingPoints: value, graphVersion: version });
          const changes = candidateChanges(held, [
            record(candidate, `${numberedMbid(1)}:${numberedMbid(b)}`),
          ]);
          for (const change of changes) hold(held, change);
          const { appeared, withdrawn } = countChanges(changes);
          total += appeared - withdrawn;
          for (const [point, delta] of operatingPointDeltas(changes)) {
            counted.set(point, (counted.get(point) ?? 0) + delta);
          }
        }
        expect(total).toBe(held.size);
        for (const [point, count] of counted) {
          const passing = [...held.values()].filter(({ operatingPoints }) => operatingPoints.includes(point));
          expect(count).toBe(passing.length);
        }
      }),
    );
  });
});

function hold(held: Map<string, CandidateItem>, change: CandidateChange): void {
  const item = change.kind === "withdrawn" ? change.previous : change.candidate;
  const key = `${item.artistA}:${item.artistB}`;
  if (change.kind === "withdrawn") held.delete(key);
  else held.set(key, item);
}
