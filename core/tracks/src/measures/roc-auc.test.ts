import fc from "fast-check";
import { expect, it } from "vitest";
import { rocAuc } from "./roc-auc.js";

it("is the share of pairs in order, ties counting half", () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 1 }));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (more) => {
      const rows = [[3, 0] as const, [2, 1] as const, ...more];
      const of = (label: number) => rows.filter((each) => each[1] === label).map(([score]) => score);
      const [negatives, positives] = [of(0), of(1)];
      const inOrder = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
      const share = inOrder.reduce<number>((sum, each) => sum + each, 0) / inOrder.length;
      expect(
        rocAuc(
          rows.map(([score]) => score),
          rows.map(([, label]) => label),
        ),
      ).toBeCloseTo(share, 12);
    }),
  );
});
