import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveChanges, orderForApply, positionFor } from "./apply-order.js";
import type { RowChange } from "./row-change.js";
import type { Row } from "./rows.js";

const change = (xid: number, seqid: number): RowChange => ({
  seqid,
  xid,
  schema: "musicbrainz",
  table: "tag",
  op: "i",
  before: null,
  after: { id: seqid },
});
const seqids = (changes: readonly RowChange[]) => changes.map((each) => each.seqid);

describe("apply order", () => {
  it("is commit order: a transaction that starts first may finish last", () => {
    const ordered = orderForApply([change(100, 1), change(101, 2), change(100, 3)]);
    expect(seqids(ordered)).toEqual([2, 1, 3]);
    expect(ordered.map(({ position }) => position)).toEqual([0, 1, 2]);
  });

  it("counts the rows of tables that were skipped", () => {
    const changes = [change(100, 1), change(101, 2)];
    const lastSeqids = new Map([
      [100, 9],
      [101, 2],
    ]);
    expect(seqids(orderForApply(changes, lastSeqids))).toEqual([2, 1]);
  });

  it("has a position for a change that could not be ordered with the others: where it would have been", () => {
    const changes = fc
      .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 20 })
      .map((xids) => xids.map((xid, i) => change(xid, i)));
    fc.assert(
      fc.property(changes, fc.nat(), (all, chosen) => {
        const left = all[chosen % all.length]!;
        const lastSeqids = new Map(all.map(({ xid, seqid }) => [xid, seqid]));
        const whole = orderForApply(all, lastSeqids);
        const others = orderForApply(
          all.filter((one) => one !== left),
          lastSeqids,
        );
        const { position } = whole.find(({ seqid }) => seqid === left.seqid)!;
        expect(positionFor(left, others, lastSeqids)).toBe(position);
      }),
    );
  });

  it("keeps transactions whole, sorts them by their last row, and does not depend on file order", () => {
    const interleaved = fc
      .array(fc.integer({ min: 1, max: 6 }), { maxLength: 40 })
      .map((xids) => xids.map((xid, i) => change(xid, i * 3)));
    const shuffled = interleaved.chain((changes) =>
      fc.tuple(
        fc.constant(changes),
        fc.shuffledSubarray(changes, { minLength: changes.length, maxLength: changes.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([inFileOrder, inAnyOrder]) => {
        const ordered = orderForApply(inAnyOrder);
        expect(ordered).toEqual(orderForApply(inFileOrder));
        const runs = ordered.filter((each, i) => each.xid !== ordered[i - 1]?.xid);
        expect(new Set(runs.map(({ xid }) => xid)).size).toBe(runs.length);
        const last = runs.map(({ xid }) => Math.max(...seqids(ordered.filter((each) => each.xid === xid))));
        expect(last).toEqual(last.toSorted((one, other) => one - other));
        for (const { xid } of runs) {
          const own = seqids(ordered.filter((each) => each.xid === xid));
          expect(own).toEqual(own.toSorted((one, other) => one - other));
        }
      }),
    );
  });
});

describe("effectiveChanges", () => {
  const update = (before: Row, after: Row): RowChange => ({ ...change(1, 1), op: "u", before, after });

  it("leaves out and counts updates that change nothing, and only those", () => {
    const ordered = orderForApply([update({ id: 1 }, { id: 1 }), update({ id: 1 }, { id: 2 }), change(1, 3)]);
    const { changes, noOps, ignored } = effectiveChanges(ordered);
    expect([noOps, ignored]).toEqual([1, 0]);
    expect(changes.map(({ position }) => position)).toEqual([1, 2]);
  });

  it("leaves out and counts updates of ignored columns, but not where another changes too", () => {
    const updates = [
      update({ id: 1, name: "a", edits_pending: 0 }, { id: 1, name: "a", edits_pending: 1 }),
      update({ id: 2, name: "a", edits_pending: 0 }, { id: 2, name: "b", edits_pending: 1 }),
      { ...update({ id: 3, edits_pending: 0 }, { id: 3 }), after: null, op: "d" } as const,
    ];
    const { changes, noOps, ignored } = effectiveChanges(updates, () => ["edits_pending"]);
    expect([noOps, ignored]).toEqual([0, 1]);
    expect(changes.map(({ before }) => before!["id"])).toEqual([2, 3]);
  });
});
