import { GATES, type GateMeasure, type GateReport, judge, marginOf } from "../measures/gates.js";
import { type Measured, measured, notComputable } from "../measures/measured.js";

/** What is measured of a candidate: what gates are held against, and some figures beside. */
export type FigureName = GateMeasure | "popularityDifferenceMean" | "nearerToTraining" | "latentShare";

/** What one seed measured of one candidate. */
export type Figures = Readonly<Record<FigureName, Measured>>;

/** For people, in the order in which figures are shown. */
export const FIGURE_LABELS: Readonly<Record<FigureName, string>> = {
  ksComplementMean: "KSComplement, mean of the columns",
  ksComplementLeast: "KSComplement, least of the columns",
  correlationSimilarity: "CorrelationSimilarity",
  twoSampleAuc: "AUC of the two-sample test, boosted trees",
  twoSampleLead: "that AUC below the one of the copula",
  rowsOutOfBounds: "rows out of bounds",
  activeUnitShare: "share of the latents that are active",
  conditionResponse: "condition response",
  popularityDifference: "|ΔSpearman| with numeric conditions, worst",
  popularityDifferenceMean: "|ΔSpearman| with numeric conditions, mean",
  coherenceDifference: "coherence of the category, points below real rows",
  distanceRatio: "distance to training rows over that of held-out rows",
  nearerToTraining: "share nearer to training than to held-out rows",
  varianceRatio: "variance within a category over that of real rows",
  latentShare: "share of the variance within a condition that latents carry",
  artistFidelity: "artist fidelity",
};

export const FIGURE_NAMES = Object.keys(FIGURE_LABELS) as readonly FigureName[];

/** How good a figure is that no gate is held against, for the worst seed. */
const GOODNESS: Readonly<Record<Exclude<FigureName, GateMeasure>, (value: number) => number>> = {
  popularityDifferenceMean: (value) => -value,
  nearerToTraining: (value) => -value,
  latentShare: (value) => value,
};

/** A figure over the seeds. */
export interface Summary {
  /** Unknown if any seed has none, with that seed's reason: the others' mean would hide it. */
  readonly mean: Measured;
  /** That of the seed which keeps the gate the least; null if no seed has one. */
  readonly worst: number | null;
  /** A seed each; null where there is none. */
  readonly values: readonly (number | null)[];
}

/** Sums up what the seeds measured. */
export function summarise(name: FigureName, seeds: readonly Measured[]): Summary {
  const values = seeds.map(({ value }) => value);
  const known = values.filter((value) => value !== null);
  const gate = GATES.find(({ measure }) => measure === name);
  const goodness = (value: number): number =>
    gate === undefined ? GOODNESS[name as keyof typeof GOODNESS](value) : marginOf(gate.demand, value);
  const without = seeds.find(({ value }) => value === null);
  return {
    mean:
      without !== undefined || known.length === 0
        ? notComputable(without?.reason ?? "no seed measured it")
        : measured(known.reduce((sum, value) => sum + value, 0) / known.length),
    worst: known.reduce<number | null>(
      (worst, value) => (worst === null || goodness(value) < goodness(worst) ? value : worst),
      null,
    ),
    values,
  };
}

/** A gate, judged by the mean over the seeds, with the worst of them. */
export interface EvaluationGate extends GateReport {
  readonly worst: number | null;
}

/** Holds the means of a candidate against all gates. */
export function judgeSummaries(figures: Readonly<Record<FigureName, Summary>>): EvaluationGate[] {
  const means = Object.fromEntries(GATES.map(({ measure }) => [measure, figures[measure].mean]));
  return judge(means).map((gate) => ({ ...gate, worst: figures[gate.measure].worst }));
}
