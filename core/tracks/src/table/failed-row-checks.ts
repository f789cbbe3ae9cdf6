import { type TableSpace, shareBlocks } from "./table-space.js";

// Room for some numbers that were rounded to six decimals, as they are published.
const SUM_TOLERANCE = 1e-5;

/**
 * The checks that a row fails, each with what it is about: `length`, `not-finite:bpm`, `out-of-bounds:happy`,
 * `not-whole:key`, `does-not-sum-to-1:moods_mirex`; empty for a row of the space.
 */
export function failedRowChecks(space: TableSpace, row: ArrayLike<number>): string[] {
  if (row.length !== space.columns.length) return ["length"];
  const failed = space.columns.flatMap(({ name, lower, upper, period, integer }, at) => {
    const value = row[at]!;
    if (!Number.isFinite(value)) return [`not-finite:${name}`];
    // On a circle the upper end is the lower one.
    const inside = value >= lower && (period === undefined ? value <= upper : value < upper);
    if (!inside) return [`out-of-bounds:${name}`];
    return integer === true && !Number.isInteger(value) ? [`not-whole:${name}`] : [];
  });
  for (const { block, columns } of shareBlocks(space)) {
    const sum = columns.reduce((total, at) => total + row[at]!, 0);
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) failed.push(`does-not-sum-to-1:${block}`);
  }
  return failed;
}
