import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RecentChanges } from "./recent-changes.js";

const change = (id: number) => ({ id, event: "epoch" as const, data: `{"id":${id}}`, token: "" });
const ids = (changes: RecentChanges) => {
  const found: number[] = [];
  for (let id = changes.floor + 1; id <= changes.last; id += 1) found.push(changes.at(id)!.id);
  return found;
};

describe("RecentChanges", () => {
  it("keeps the newest, up to its capacity", () => {
    const changes = new RecentChanges(7, 3);
    expect([changes.floor, changes.last]).toEqual([7, 7]);
    changes.append([8, 9].map(change));
    expect([changes.floor, ...ids(changes)]).toEqual([7, 8, 9]);
    changes.append([10, 11, 12].map(change));
    expect([changes.floor, ...ids(changes)]).toEqual([9, 10, 11, 12]);
    expect(changes.at(9)).toBeUndefined();
    expect(changes.at(13)).toBeUndefined();
  });

  it("gives up what is older than a gap", () => {
    const changes = new RecentChanges(0, 10);
    changes.append([1, 2, 3].map(change));
    changes.append([7, 8].map(change));
    expect([changes.floor, ...ids(changes)]).toEqual([6, 7, 8]);
  });

  it("has no gap and no more than its capacity, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 5 })),
        fc.integer({ min: 1, max: 6 }),
        (batches, capacity) => {
          const changes = new RecentChanges(0, capacity);
          let id = 0;
          for (const steps of batches) {
            changes.append(
              steps.map((step) => {
                id += step;
                return change(id);
              }),
            );
            const expected = ids(changes);
            expect(changes.last).toBe(id);
            expect(expected.length).toBeLessThanOrEqual(capacity);
            expect(expected).toEqual(expected.map((_, i) => changes.floor + 1 + i));
          }
        },
      ),
    );
  });
});
