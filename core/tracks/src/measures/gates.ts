import type { Measured } from "./measured.js";

/** What a gate is held against. */
export type GateMeasure =
  | "ksComplementMean"
  | "ksComplementLeast"
  | "correlationSimilarity"
  | "twoSampleAuc"
  /** The AUC of the copula a category less that of the model. */
  | "twoSampleLead"
  | "rowsOutOfBounds"
  /** Active units over all latent dimensions. */
  | "activeUnitShare"
  | "conditionResponse"
  /** The worst |ΔSpearman with popularity|. */
  | "popularityDifference"
  /** In points. */
  | "coherenceDifference"
  | "distanceRatio"
  | "varianceRatio"
  /** The share of the lead that real rows have over 0.5. */
  | "artistFidelity";

export type Demand =
  | { readonly kind: "at least" | "at most"; readonly threshold: number }
  | { readonly kind: "between"; readonly lower: number; readonly upper: number };

/** What a figure must be before a model serves. */
export interface MeasureGate {
  readonly measure: GateMeasure;
  readonly demand: Demand;
  readonly why: string;
}

const atLeast = (threshold: number): Demand => ({ kind: "at least", threshold });
const atMost = (threshold: number): Demand => ({ kind: "at most", threshold });
const between = (lower: number, upper: number): Demand => ({ kind: "between", lower, upper });

/** All gates, on held-out real rows. */
export const GATES: readonly MeasureGate[] = [
  {
    measure: "ksComplementMean",
    demand: atLeast(0.95),
    why: "halves of real tracks reach about .97",
  },
  {
    measure: "ksComplementLeast",
    demand: atLeast(0.92),
    why: "no feature may be off where the mean is good; halves of real tracks reach about .96",
  },
  {
    measure: "correlationSimilarity",
    demand: atLeast(0.98),
    why: "independent columns reach about .89, halves of real tracks .986",
  },
  {
    measure: "twoSampleAuc",
    demand: atMost(0.65),
    why: "a copula a genre is at about .69, halves of real tracks at .51",
  },
  {
    measure: "twoSampleLead",
    demand: atLeast(0.05),
    why: "a model that is no better than the copula, beyond noise, is not worth serving",
  },
  { measure: "rowsOutOfBounds", demand: atMost(0), why: "a value beyond its bounds is no track's" },
  {
    measure: "activeUnitShare",
    demand: atLeast(0.5),
    why: "with fewer the latents have collapsed, and the residual does all the work",
  },
  {
    measure: "conditionResponse",
    demand: atLeast(0.9),
    why: "tracks must follow what they were generated for as real ones do",
  },
  {
    measure: "popularityDifference",
    demand: atMost(0.08),
    why: "no feature may ignore or overdo popularity",
  },
  {
    measure: "coherenceDifference",
    demand: between(-10, 10),
    why: "tracks of a genre must be as recognisable as real ones, and no more typical",
  },
  { measure: "distanceRatio", demand: atLeast(0.95), why: "below it, training tracks are memorised" },
  {
    measure: "varianceRatio",
    demand: between(0.8, 1.2),
    why: "tracks of a condition must differ from each other as real ones do",
  },
  {
    measure: "artistFidelity",
    demand: atLeast(0.5),
    why: "0 says that artists are ignored, 1 that they are met as real tracks meet them; a pair mixes two artists, who are each half of what a row is held against",
  },
];

/** What became of a gate. */
export interface GateReport extends MeasureGate {
  /** `unknown` if there is no figure: the gate has not been passed, and the caller decides what follows. */
  readonly verdict: "passed" | "failed" | "unknown";
  readonly value: number | null;
  /** How far the figure is on the right side of the bound, in its own unit; below 0 on the wrong one. */
  readonly margin: number | null;
  /** Why there is no figure. */
  readonly reason?: string;
}

/** Holds figures against every gate; one that is not given is unknown. */
export function judge(
  measures: Readonly<Partial<Record<GateMeasure, Measured>>>,
  gates: readonly MeasureGate[] = GATES,
): GateReport[] {
  return gates.map((gate) => {
    const { value, reason } = measures[gate.measure] ?? { value: null, reason: "it was not measured" };
    if (value === null) return { ...gate, verdict: "unknown", value, margin: null, reason };
    if (Number.isNaN(value)) {
      return { ...gate, verdict: "unknown", value: null, margin: null, reason: "the figure is no number" };
    }
    const margin = marginOf(gate.demand, value);
    return { ...gate, verdict: margin >= 0 ? "passed" : "failed", value, margin };
  });
}

/** How far a figure is on the right side of a bound; below 0 on the wrong one. */
export function marginOf(demand: Demand, value: number): number {
  if (demand.kind === "between") return Math.min(value - demand.lower, demand.upper - value);
  return demand.kind === "at least" ? value - demand.threshold : demand.threshold - value;
}

/** What is demanded, in words. */
export function demandInWords(demand: Demand): string {
  if (demand.kind === "between") return `from ${demand.lower} to ${demand.upper}`;
  return `${demand.kind} ${demand.threshold}`;
}
