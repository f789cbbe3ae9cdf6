import { VECTOR_LENGTH, type FeatureSpace } from "./feature-space.js";

type SanityCheck = "length" | "not-finite" | "out-of-bounds" | "moods-do-not-sum-to-1";

// Room for five numbers that were rounded to six decimals, as they are published.
const SUM_TOLERANCE = 1e-5;

/**
 * The checks that a track vector fails, each with the feature it is about (`out-of-bounds:happy`);
 * empty for a valid vector.
 */
export function failedChecks(space: FeatureSpace, vector: ArrayLike<number>): string[] {
  if (vector.length !== VECTOR_LENGTH) return ["length" satisfies SanityCheck];
  const failed: string[] = [];
  const fail = (check: SanityCheck, feature?: string) =>
    failed.push(feature === undefined ? check : `${check}:${feature}`);
  let moods = 0;
  for (const [i, { name, kind, lower, upper }] of space.features.entries()) {
    const value = vector[i]!;
    if (!Number.isFinite(value)) fail("not-finite", name);
    else if (value < lower || value > upper) fail("out-of-bounds", name);
    if (kind === "simplex") moods += value;
  }
  if (!(Math.abs(moods - 1) <= SUM_TOLERANCE)) fail("moods-do-not-sum-to-1");
  return failed;
}
