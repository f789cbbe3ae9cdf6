import { knownPairs, pearsonCorrelation } from "./pearson.js";
import { meanRanks } from "./ranks.js";
import { type Measured, measured, notComputable } from "./measured.js";

const LEAST_ROWS = 3;

/** Spearman's rank correlation of the rows in which both are known: Pearson's of their mean ranks. */
export function spearmanCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): Measured {
  const [knownX, knownY] = knownPairs(x, y);
  if (knownX.length < LEAST_ROWS)
    return notComputable(`${knownX.length} rows have both values, 3 are needed`);
  const correlation = pearsonCorrelation(meanRanks(knownX), meanRanks(knownY));
  return correlation === null ? notComputable("one of the two never varies") : measured(correlation);
}
