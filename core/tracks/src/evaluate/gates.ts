/** A bound that a generator's figure must keep before it serves. */
export interface Gate {
  readonly name: FigureName;
  /** What is demanded, for people. */
  readonly demand: string;
  /** Means and worst over the seeds; null where it cannot be computed. */
  readonly mean: number | null;
  readonly worst: number | null;
  /** Whether the mean keeps the bound; null where it cannot be computed. */
  readonly passed: boolean | null;
}

/** What one seed measured of the CVAE, by name; null for what cannot be computed. */
export type Figures = Readonly<Record<FigureName, number | null>>;

export const FIGURES = {
  ksComplement: { worst: "least" },
  ksComplementMin: { worst: "least" },
  correlationSimilarity: { worst: "least" },
  twoSampleAuc: { worst: "most" },
  outOfBounds: { worst: "most" },
  distanceRatio: { worst: "least" },
  spearmanDifferenceMean: { worst: "most" },
  spearmanDifferenceMax: { worst: "most" },
  conditionResponse: { worst: "least" },
  coherenceDifference: { worst: "most" },
  varianceRatio: { worst: "furthest from 1" },
  activeUnits: { worst: "least" },
  latentShare: { worst: "least" },
  /** How far the two-sample test's figure is below that of the copula a category. */
  belowCopula: { worst: "least" },
} as const satisfies Record<string, { worst: "least" | "most" | "furthest from 1" }>;

export type FigureName = keyof typeof FIGURES;

/** A figure over the seeds. */
export interface Summary {
  readonly mean: number;
  readonly worst: number;
  readonly values: readonly number[];
}

/** Sums up what the seeds gave; null if none gave any. */
export function summarise(name: FigureName, values: readonly (number | null)[]): Summary | null {
  const given = values.filter((value) => value !== null);
  if (given.length === 0) return null;
  const { worst } = FIGURES[name];
  const badness = (value: number): number =>
    worst === "least" ? -value : worst === "most" ? value : Math.abs(value - 1);
  return {
    mean: given.reduce((sum, value) => sum + value, 0) / given.length,
    worst: given.reduce((most, value) => (badness(value) > badness(most) ? value : most)),
    values: given,
  };
}

const BOUNDS: readonly {
  readonly figure: FigureName;
  readonly demand: string;
  readonly holds: (value: number) => boolean;
}[] = [
  { figure: "ksComplement", demand: "at least 0.95", holds: (value) => value >= 0.95 },
  { figure: "ksComplementMin", demand: "at least 0.92", holds: (value) => value >= 0.92 },
  { figure: "correlationSimilarity", demand: "at least 0.98", holds: (value) => value >= 0.98 },
  { figure: "twoSampleAuc", demand: "at most 0.65", holds: (value) => value <= 0.65 },
  { figure: "belowCopula", demand: "at least 0.05", holds: (value) => value >= 0.05 },
  { figure: "outOfBounds", demand: "0", holds: (value) => value === 0 },
  { figure: "activeUnits", demand: "at least 0.5", holds: (value) => value >= 0.5 },
  { figure: "conditionResponse", demand: "at least 0.9", holds: (value) => value >= 0.9 },
  { figure: "spearmanDifferenceMax", demand: "at most 0.08", holds: (value) => value <= 0.08 },
  { figure: "coherenceDifference", demand: "at most 0.1", holds: (value) => value <= 0.1 },
  { figure: "distanceRatio", demand: "at least 0.95", holds: (value) => value >= 0.95 },
  { figure: "varianceRatio", demand: "from 0.8 to 1.2", holds: (value) => value >= 0.8 && value <= 1.2 },
];

/** Holds the figures of the seeds against the bounds. */
export function gatesOf(figures: readonly Figures[]): Gate[] {
  return BOUNDS.map(({ figure, demand, holds }) => {
    const summary = summarise(
      figure,
      figures.map((each) => each[figure]),
    );
    return {
      name: figure,
      demand,
      mean: summary?.mean ?? null,
      worst: summary?.worst ?? null,
      passed: summary === null ? null : holds(summary.mean),
    };
  });
}
