import { type Matrix, rowOf, zeros } from "@interlude/core-numerics";
import type { Random } from "../random.js";

const ROUNDS = 10;

/**
 * The cluster of each point by Lloyd's k-means, begun by k-means++ (Arthur and Vassilvitskii 2007): each next centre is
 * drawn by its squared distance from those before.
 */
export function nearestCentres(points: Matrix, count: number, random: Random): Int32Array {
  const { rows, columns } = points;
  const centres = zeros(count, columns);
  centres.values.set(rowOf(points, random.below(rows)));
  const distances = new Float64Array(rows).fill(Infinity);
  for (let k = 1; k < count; k++) {
    let total = 0;
    for (let i = 0; i < rows; i++) {
      distances[i] = Math.min(distances[i]!, squaredDistance(rowOf(points, i), rowOf(centres, k - 1)));
      total += distances[i]!;
    }
    let left = random.uniform() * total;
    let chosen = distances.findIndex((distance) => (left -= distance) < 0);
    if (chosen < 0) chosen = random.below(rows); // all points are the same
    centres.values.set(rowOf(points, chosen), k * columns);
  }
  const nearest = new Int32Array(rows);
  for (let round = 0; round < ROUNDS; round++) {
    let moved = round === 0;
    for (let i = 0; i < rows; i++) {
      const next = nearestTo(centres, rowOf(points, i));
      moved ||= next !== nearest[i];
      nearest[i] = next;
    }
    if (!moved) break;
    moveToMeans(centres, points, nearest);
  }
  return nearest;
}

function moveToMeans(centres: Matrix, points: Matrix, nearest: Int32Array): void {
  const sums = zeros(centres.rows, centres.columns);
  const counts = new Int32Array(centres.rows);
  for (const [i, k] of nearest.entries()) {
    counts[k]!++;
    const sum = rowOf(sums, k);
    for (const [j, value] of rowOf(points, i).entries()) sum[j]! += value;
  }
  for (const [k, count] of counts.entries()) {
    if (count === 0) continue; // an empty cluster keeps its centre
    const centre = rowOf(centres, k);
    for (const [j, value] of rowOf(sums, k).entries()) centre[j] = value / count;
  }
}

function nearestTo(centres: Matrix, point: Float64Array): number {
  let best = 0;
  let least = Infinity;
  for (let k = 0; k < centres.rows; k++) {
    const distance = squaredDistance(point, rowOf(centres, k));
    if (distance < least) {
      least = distance;
      best = k;
    }
  }
  return best;
}

function squaredDistance(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += (x[j]! - y[j]!) ** 2;
  return sum;
}
