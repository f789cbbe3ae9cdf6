import type { Matrix } from "@interlude/core-numerics";

/** A row of a table and how far it is from another. */
export interface NearRow {
  /** Number of the row. */
  readonly row: number;
  /** Root mean square difference of the scores that both have. */
  readonly distance: number;
}

/**
 * The rows that are nearest to one row, nearest first, of equals the first. A row that shares no known score with it is
 * none of them.
 * @param scores of the one row; NaN where a score is missing
 * @param others scores of the rows to look among, a column a score
 */
export function nearestRows(scores: ArrayLike<number>, others: Matrix, most: number): NearRow[] {
  const nearest: NearRow[] = [];
  for (let row = 0; row < others.rows; row++) {
    const distance = distanceTo(scores, others, row);
    if (distance === null || (nearest.length === most && distance >= nearest.at(-1)!.distance)) continue;
    const at = nearest.findIndex((other) => other.distance > distance);
    nearest.splice(at < 0 ? nearest.length : at, 0, { row, distance });
    if (nearest.length > most) nearest.pop();
  }
  return nearest;
}

function distanceTo(scores: ArrayLike<number>, others: Matrix, row: number): number | null {
  let [squares, known] = [0, 0];
  for (let column = 0; column < others.columns; column++) {
    const difference = scores[column]! - others.values[row * others.columns + column]!;
    if (Number.isNaN(difference)) continue;
    squares += difference * difference;
    known++;
  }
  return known === 0 ? null : Math.sqrt(squares / known);
}
