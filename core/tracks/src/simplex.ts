import { requireLength } from "./errors.js";

/** Classifiers round to about 1e-7 at best; below this a probability carries no information. */
export const SMALLEST_PROBABILITY = 1e-6;

/**
 * Isometric log-ratio coordinates of a composition (Egozcue et al. 2003, pivot balances): n probabilities
 * become n − 1 unbounded numbers, and every choice of those numbers is a composition again.
 * Probabilities under 1e-6 are raised to it first.
 */
export function simplexToCoordinates(block: readonly number[]): number[] {
  const logs = block.map((probability) => Math.log(Math.max(probability, SMALLEST_PROBABILITY)));
  const coordinates: number[] = [];
  let sum = 0;
  for (let i = 1; i < logs.length; i++) {
    sum += logs[i - 1]!;
    coordinates.push(Math.sqrt(i / (i + 1)) * (sum / i - logs[i]!));
  }
  return coordinates;
}

/** The composition at isometric log-ratio coordinates; it sums to 1 within rounding. */
export function coordinatesToSimplex(coordinates: readonly number[], classes: number): number[] {
  requireLength("the coordinates of a composition", coordinates.length, classes - 1);
  const logs = Array.from({ length: classes }, () => 0);
  for (let i = 1; i < classes; i++) {
    const scaled = coordinates[i - 1]! * Math.sqrt(i / (i + 1));
    for (let j = 0; j < i; j++) logs[j]! += scaled / i;
    logs[i]! -= scaled;
  }
  const largest = Math.max(...logs);
  const weights = logs.map((value) => Math.exp(value - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
