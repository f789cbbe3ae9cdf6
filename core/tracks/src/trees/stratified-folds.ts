import { type Random, shuffledIndices } from "../random.js";

/**
 * The fold of each row, 0 … `folds` − 1: the rows of each class in random order are dealt out in turn, where the last
 * class stopped, so that folds differ by one row of a class at most, and by one row in all.
 */
export function stratifiedFolds(labels: ArrayLike<number>, folds: number, random: Random): Int32Array {
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const own = rowsOf.get(labels[row]!);
    if (own === undefined) rowsOf.set(labels[row]!, [row]);
    else own.push(row);
  }
  const result = new Int32Array(labels.length);
  let turn = 0;
  for (const label of [...rowsOf.keys()].sort((a, b) => a - b)) {
    const rows = rowsOf.get(label)!;
    for (const at of shuffledIndices(rows.length, random)) result[rows[at]!] = turn++ % folds;
  }
  return result;
}
