import {
  type ConditionalGaussian,
  conditionGaussian,
  drawConditional,
} from "../gaussian/conditional-gaussian.js";
import type { Random } from "../random.js";
import { type ScoreKnots, scoreKnots, valueOfScore } from "../table/rank-knots.js";
import type { CategoryCopulas, ScoreCopula } from "./category-copulas.js";

interface CompiledCopula {
  readonly marginals: readonly ScoreKnots[];
  readonly conditional: ConditionalGaussian;
}

/** Draws scores given a category and numeric conditions. */
export type ScoreSampler = (
  category: number | null,
  numbers: ArrayLike<number>,
  random: Random,
) => Float64Array;

/**
 * Makes copulas ready for drawing.
 * @throws TracksError `MODEL_CORRUPT`
 */
export function copulaSampler(copulas: CategoryCopulas): ScoreSampler {
  const compile = ({ marginals, gaussian }: ScoreCopula): CompiledCopula => ({
    marginals: marginals.map(scoreKnots),
    conditional: conditionGaussian(gaussian, copulas.numbers),
  });
  const whole = compile(copulas.whole);
  const own = copulas.categories.map((copula) => (copula === null ? whole : compile(copula)));
  return (category, numbers, random) => {
    const { marginals, conditional } = (category === null ? undefined : own[category]) ?? whole;
    const drawn = drawConditional(conditional, numbers, random);
    for (const [j, knots] of marginals.entries()) drawn[j] = valueOfScore(knots, drawn[j]!);
    return drawn;
  };
}
