import { type Matrix, columnOf } from "@interlude/core-numerics";
import type { JudgedRows } from "./compare-tables.js";
import { meanRanks } from "../measures/ranks.js";

const NEIGHBOURS = 15;
const MOST_ROWS = 1500;
const MOST_TRAINING_ROWS = 5000;

/**
 * How often the category of a row is that of most of its fifteen nearest training rows, of held-out real rows and of
 * drawn ones. Distances are of ranks; a missing value is in the middle.
 */
export function categoryCoherence(
  training: JudgedRows,
  held: JudgedRows,
  drawn: JudgedRows,
  category: number,
): { readonly held: number; readonly drawn: number } {
  const share = (rows: JudgedRows): number => {
    const step = Math.max(1, Math.ceil(rows.table.rows / MOST_ROWS));
    const own = columnOf(rows.conditions, category);
    const coded = ranksIn(training.table, rows.table);
    let right = 0;
    let count = 0;
    for (let i = 0; i < rows.table.rows; i += step) {
      if (nearestCategory(coded, i) === own[i]) right++;
      count++;
    }
    return right / count;
  };
  const reference = ranksIn(training.table, training.table);
  const categories = columnOf(training.conditions, category);
  const stride = Math.max(1, Math.ceil(reference.rows / MOST_TRAINING_ROWS));
  const nearestCategory = (rows: Matrix, i: number): number => {
    const distances = new Float64Array(NEIGHBOURS).fill(Infinity);
    const nearest = new Float64Array(NEIGHBOURS).fill(NaN);
    const width = rows.columns;
    for (let t = 0; t < reference.rows; t += stride) {
      let sum = 0;
      for (let j = 0; j < width; j++)
        sum += (rows.values[i * width + j]! - reference.values[t * width + j]!) ** 2;
      let at = NEIGHBOURS - 1;
      if (sum >= distances[at]!) continue;
      for (; at > 0 && distances[at - 1]! > sum; at--) {
        distances[at] = distances[at - 1]!;
        nearest[at] = nearest[at - 1]!;
      }
      distances[at] = sum;
      nearest[at] = categories[t]!;
    }
    const votes = new Map<number, number>();
    for (const each of nearest) votes.set(each, (votes.get(each) ?? 0) + 1);
    return [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best))[0];
  };
  return { held: share(held), drawn: share(drawn) };
}

/** Each value as its share of the training values below it. */
function ranksIn(training: Matrix, rows: Matrix): Matrix {
  const values = new Float64Array(rows.values.length);
  for (let j = 0; j < rows.columns; j++) {
    const own = columnOf(rows, j);
    const known = columnOf(training, j).filter((value) => !Number.isNaN(value));
    const joint = meanRanks([...known, ...own.map((value) => (Number.isNaN(value) ? -Infinity : value))]);
    for (let i = 0; i < rows.rows; i++)
      values[i * rows.columns + j] = Number.isNaN(own[i]!)
        ? 0.5
        : (joint[known.length + i]! - 1) / joint.length;
  }
  return { rows: rows.rows, columns: rows.columns, values };
}
