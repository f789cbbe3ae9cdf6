import type { CandidateName } from "./evaluate-seed.js";
import type { TrackEvaluation } from "./evaluate-tracks.js";
import { FIGURES, type FigureName } from "./gates.js";

const FIGURE_LABELS: Record<FigureName, string> = {
  ksComplement: "KSComplement, mean of the columns",
  ksComplementMin: "KSComplement, least of the columns",
  correlationSimilarity: "CorrelationSimilarity",
  twoSampleAuc: "AUC of the two-sample test, boosted trees",
  outOfBounds: "share of rows out of bounds",
  distanceRatio: "distance to training rows over that of held-out rows",
  spearmanDifferenceMean: "difference of Spearman's correlation with a number, mean",
  spearmanDifferenceMax: "difference of Spearman's correlation with a number, largest",
  conditionResponse: "share of steps that follow a condition as real rows do",
  coherenceDifference: "difference in how often the category is told from the row",
  varianceRatio: "variance within a category over that of real rows",
  activeUnits: "share of the latents that are active",
  latentShare: "share of the variance within a condition that latents carry",
  belowCopula: "AUC of the two-sample test below that of the copula a category",
};

const CANDIDATE_LABELS: Record<CandidateName, string> = {
  real: "real against real",
  independent: "independent columns",
  copula: "copula",
  categoryCopula: "copula a category",
  cvae: "CVAE",
};

function text(value: number): string {
  return value.toFixed(3);
}

/** A line a gate: figure, what is demanded, mean, worst, whether it is kept. */
export function gateRows({ gates }: TrackEvaluation): string[][] {
  return gates.map(({ name, demand, mean, worst, passed }) => [
    FIGURE_LABELS[name],
    demand,
    mean === null ? "cannot be computed" : text(mean),
    worst === null ? "" : text(worst),
    passed === null ? "" : passed ? "yes" : "no",
  ]);
}

/** A line a figure with a column for each of the candidates: the mean over the seeds, the worst in brackets. */
export function evaluationTable({ candidates }: TrackEvaluation): { head: string[]; rows: string[][] } {
  return {
    head: ["figure", ...candidates.map(({ name }) => CANDIDATE_LABELS[name])],
    rows: (Object.keys(FIGURES) as FigureName[]).map((figure) => [
      FIGURE_LABELS[figure],
      ...candidates.map(({ figures }) => {
        const own = figures[figure];
        if (own === undefined) return "";
        return own.values.length === 1 ? text(own.mean) : `${text(own.mean)} (${text(own.worst)})`;
      }),
    ]),
  };
}
