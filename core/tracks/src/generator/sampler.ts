import { type Matrix, rowOf, zeros } from "@interlude/core-numerics";
import type { ConditionRow } from "../conditions/conditions.js";
import { categoryOf, encodeConditions, numbersOf } from "../conditions/encode-conditions.js";
import { copulaSampler } from "../copula/copula-sampler.js";
import { latentSampler } from "../latent/latent-mixtures.js";
import { drawScores, priorOf } from "../network/index.js";
import type { Random } from "../random.js";
import { scoreKnots, scoreOfValue } from "../table/rank-knots.js";
import type { CopulaSampler, GeneratorParts, VaeSampler } from "./generator.js";

/** Draws a row of scores for each row of conditions, each with a random stream of its own. */
export type ConditionalSampler = (rows: readonly ConditionRow[], randoms: readonly Random[]) => Matrix;

/**
 * Makes the sampler of a generator ready for drawing.
 * @throws TracksError `MODEL_CORRUPT`
 */
export function compileSampler({ conditions, sampler }: GeneratorParts): ConditionalSampler {
  return sampler.kind === "vae" ? vaeSampler(conditions, sampler) : copulas(conditions, sampler);
}

function copulas(
  conditions: GeneratorParts["conditions"],
  { copulas: fitted }: CopulaSampler,
): ConditionalSampler {
  const draw = copulaSampler(fitted);
  return (rows, randoms) => {
    const scores = zeros(rows.length, fitted.whole.marginals.length);
    for (const [i, row] of rows.entries()) {
      const drawn = draw(categoryOf(conditions, row), numbersOf(conditions, row), randoms[i]!);
      scores.values.set(drawn, i * scores.columns);
    }
    return scores;
  };
}

function vaeSampler(conditions: GeneratorParts["conditions"], sampler: VaeSampler): ConditionalSampler {
  const inputs = vaeInputs(conditions, sampler);
  const maps = sampler.outputMap.map(scoreKnots);
  return (rows, randoms) => {
    const { latents, codes, noise } = inputs(rows, randoms);
    const scores = drawScores(sampler.network, latents, codes, noise);
    for (const [j, map] of maps.entries()) {
      for (let i = 0; i < rows.length; i++) {
        const at = i * scores.columns + j;
        scores.values[at] = scoreOfValue(map, scores.values[at]!);
      }
    }
    return scores;
  };
}

/** What a network draws from: latents, the codes of the conditions, and noise. */
export interface NetworkInputs {
  readonly latents: Matrix;
  readonly codes: Matrix;
  readonly noise: Matrix;
}

/**
 * Makes the draw of a network's inputs ready.
 * @throws TracksError `MODEL_CORRUPT`
 */
export function vaeInputs(
  conditions: GeneratorParts["conditions"],
  { network, latents: mixtures }: VaeSampler,
): (rows: readonly ConditionRow[], randoms: readonly Random[]) => NetworkInputs {
  const draw = latentSampler(mixtures);
  return (rows, randoms) => {
    const codes = encodeConditions(conditions, rows);
    const prior = priorOf(network, codes);
    const latents = zeros(rows.length, network.latent);
    const noise = zeros(rows.length, network.features);
    for (const [i, row] of rows.entries()) {
      const random = randoms[i]!;
      const own = { mean: rowOf(prior.mean, i), logVariance: rowOf(prior.logVariance, i) };
      rowOf(latents, i).set(draw(categoryOf(conditions, row), numbersOf(conditions, row), own, random));
      for (let j = 0; j < network.features; j++) noise.values[i * network.features + j] = random.normal();
    }
    return { latents, codes, noise };
  };
}
