import { type Matrix, columnOf } from "@interlude/core-numerics";
import { requireLength } from "../errors.js";
import { type Measured, measured, notComputable } from "./measured.js";
import { knownPairs, pearsonCorrelation } from "./pearson.js";

/** How well correlations are kept, and of how many pairs of columns nothing can be said. */
export interface CorrelationLikeness {
  /** Mean over the pairs of 1 − |ρ real − ρ synthetic| / 2. */
  readonly similarity: Measured;
  /** Pairs without a correlation in the real rows: one column never varies, or no two rows have both. */
  readonly pairsLeftOut: number;
}

/**
 * CorrelationSimilarity of SDMetrics with Pearson's correlation, over all pairs of columns: 1 if each correlation is
 * kept, 0 if each is turned from 1 to −1. A pair is compared on the rows that have both values. Where a column varies in
 * the real rows and not in the synthetic ones, its correlation there is 0: nothing of it was kept.
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function correlationSimilarity(real: Matrix, synthetic: Matrix): CorrelationLikeness {
  requireLength("a synthetic row", synthetic.columns, real.columns);
  const realColumns = columnsOf(real);
  const syntheticColumns = columnsOf(synthetic);
  let sum = 0;
  let pairs = 0;
  let pairsLeftOut = 0;
  for (let i = 0; i < real.columns; i++) {
    for (let j = i + 1; j < real.columns; j++) {
      const kept = pearsonCorrelation(...knownPairs(realColumns[i]!, realColumns[j]!));
      if (kept === null) {
        pairsLeftOut++;
        continue;
      }
      const drawn = pearsonCorrelation(...knownPairs(syntheticColumns[i]!, syntheticColumns[j]!)) ?? 0;
      sum += 1 - Math.abs(kept - drawn) / 2;
      pairs++;
    }
  }
  const similarity =
    synthetic.rows === 0
      ? notComputable("there are no synthetic rows")
      : pairs === 0
        ? notComputable("no two columns of the real rows have a correlation")
        : measured(sum / pairs);
  return { similarity, pairsLeftOut };
}

function columnsOf(matrix: Matrix): Float64Array[] {
  return Array.from({ length: matrix.columns }, (_, column) => columnOf(matrix, column));
}
