import { type Matrix, zeros } from "@interlude/core-numerics";
import type { ConditionRow } from "../conditions/conditions.js";
import { drawScores } from "../network/index.js";
import { keyedRandom } from "../random.js";
import type { TrackGenerator } from "./generator.js";
import { vaeInputs } from "./sampler.js";

const MOST_ROWS = 2000;

/**
 * Share of the variance of scores within a condition that the latents carry; the residual carries the rest. By two
 * draws a condition, whose squared difference is twice the variance: once of the means given the latents, once of all.
 * @returns null for a generator without latents
 */
export function latentShare(
  { conditions, sampler, id }: TrackGenerator,
  rows: readonly ConditionRow[],
): number | null {
  if (sampler.kind !== "vae") return null;
  const some = rows.slice(0, MOST_ROWS);
  const draw = vaeInputs(conditions, sampler);
  const [one, other] = ["one", "other"].map((name) => {
    const { latents, codes, noise } = draw(
      some,
      some.map((_, i) => keyedRandom(`${id} share ${name} ${i}`)),
    );
    const silent = zeros(noise.rows, noise.columns);
    return {
      means: drawScores(sampler.network, latents, codes, silent),
      draws: drawScores(sampler.network, latents, codes, noise),
    };
  });
  return squaredDifference(one!.means, other!.means) / squaredDifference(one!.draws, other!.draws);
}

function squaredDifference(x: Matrix, y: Matrix): number {
  return x.values.reduce((sum, value, at) => sum + (value - y.values[at]!) ** 2, 0);
}
