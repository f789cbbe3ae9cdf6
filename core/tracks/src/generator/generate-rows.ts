import { type Matrix, zeros } from "@interlude/core-numerics";
import type { ConditionRow } from "../conditions/conditions.js";
import { requireLength } from "../errors.js";
import { keyedRandom } from "../random.js";
import { tableOf } from "../table/fitted-space.js";
import type { TrackGenerator } from "./generator.js";
import { type ConditionalSampler, compileSampler } from "./sampler.js";

/** Rows that are computed together: enough to fill a matrix product, little enough to stay in memory. */
const BATCH = 4096;

/**
 * Draws a row of the table for each row of conditions. A row depends on the generator, its conditions and its key only,
 * not on the others or their order.
 * @param keys one a row of conditions; equal keys draw the same
 * @returns a column a declaration of the space, within its bounds
 * @throws TracksError `CONDITIONS_INVALID`, `SHAPE_MISMATCH`
 */
export function generateRows(
  generator: TrackGenerator,
  rows: readonly ConditionRow[],
  keys: readonly string[],
): Matrix {
  requireLength("the list of keys", keys.length, rows.length);
  const sampler = samplerOf(generator);
  const table = zeros(rows.length, generator.space.space.columns.length);
  for (let from = 0; from < rows.length; from += BATCH) {
    const randoms = keys.slice(from, from + BATCH).map((key) => keyedRandom(`${generator.id} ${key}`));
    const scores = sampler(rows.slice(from, from + BATCH), randoms);
    table.values.set(tableOf(generator.space, scores).values, from * table.columns);
  }
  return table;
}

const compiled = new WeakMap<TrackGenerator, ConditionalSampler>();

/** Factors of covariances are computed once a generator: a batch may be a single row. */
function samplerOf(generator: TrackGenerator): ConditionalSampler {
  let sampler = compiled.get(generator);
  if (sampler === undefined) compiled.set(generator, (sampler = compileSampler(generator)));
  return sampler;
}
