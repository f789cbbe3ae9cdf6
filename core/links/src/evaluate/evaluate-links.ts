import { LinkError } from "../errors.js";
import { FEATURE_NAMES } from "../features/link-features.js";
import type { CoefficientInference } from "../logistic-inference.js";
import type { Baseline } from "../link-model.js";
import type { LogisticModel } from "../logistic-model.js";
import { seededRandom } from "../seeded-random.js";
import type { Calibration } from "../calibration.js";
import type { EdgeList } from "./edge-list.js";
import { PRECISION_TARGETS } from "../operating-points.js";
import { RANKS, type SplitResult, evaluateSplit } from "./evaluate-split.js";
import { explainFit } from "../fitting/fit-model.js";
import { type Figure, measure } from "./measures.js";
import { type Protocol, splitEdges } from "./protocols.js";

/** Points of a curve that a report keeps at most. */
const CURVE_POINTS = 200;
/** Recalls at which the table gives the precision. */
const RECALLS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/** Figures against one kind of negatives. */
export interface BaselineReport {
  readonly measuredAgainst: Baseline;
  readonly positives: Figure;
  readonly negatives: Figure;
  readonly auc: Figure;
  readonly averagePrecision: Figure;
  readonly precisionAt: readonly { readonly rank: number; readonly precision: Figure }[];
  readonly hitsAt50: Figure;
  /** Best precision at that recall or more, of the first split. */
  readonly table: readonly {
    readonly recall: number;
    readonly precision: number;
    readonly support: number;
  }[];
  /** Of the first split. */
  readonly curve: readonly { readonly recall: number; readonly precision: number }[];
}

/** An operating point over the splits. */
export interface PointReport {
  readonly measuredAgainst: Baseline;
  readonly target: number;
  /** Splits whose calibration window earned the point. */
  readonly earned: number;
  readonly threshold: Figure;
  readonly lowerBound: Figure;
  /** On the untouched test windows. */
  readonly precision: Figure;
  readonly recall: Figure;
}

/** A coefficient of the model with all that is known of it. */
export interface CoefficientReport extends CoefficientInference {
  readonly feature: string;
}

/** Everything that `evaluate links` finds. */
export interface LinkEvaluation {
  readonly graph: { readonly vertices: number; readonly edges: number; readonly repeated: number };
  readonly protocol: Protocol;
  readonly seed: number;
  readonly splits: number;
  /** Splits that gave no model, and why. */
  readonly failed: readonly { readonly split: number; readonly reason: string }[];
  /** Held-out edges with an end that the past has not seen: no graph feature can tell of them. */
  readonly unseen: Figure;
  readonly baselines: readonly BaselineReport[];
  readonly meanReciprocalRank: Figure;
  readonly operatingPoints: readonly PointReport[];
  readonly calibration: { readonly brier: Figure; readonly ece: Figure; readonly bins: Calibration["bins"] };
  /** The model of the first split: intercept and coefficients as they were fitted. */
  readonly model: {
    readonly intercept: number;
    readonly coefficients: readonly CoefficientReport[];
    readonly certificate: SplitResult["fit"]["certificate"];
    readonly constant: readonly string[];
    readonly separated: boolean;
    readonly calibrated: boolean;
    /** The same after the correction for sampling and the calibration: it gives the probabilities. */
    readonly scoring: LogisticModel;
    readonly rows: number;
  } | null;
}

/** How to evaluate. */
export interface EvaluationOptions {
  readonly protocol: Protocol;
  readonly splits: number;
  readonly seed: number;
}

/**
 * How well links of a graph can be predicted from the rest of it, by one model for all graphs. Pure and deterministic. What a graph is too small or
 * too dense for is said in its place.
 * @throws LinkError `LINKS_INVALID_ARGUMENT` for fewer than one split, or a protocol in time without times
 */
export function evaluateLinks(list: EdgeList, { protocol, splits, seed }: EvaluationOptions): LinkEvaluation {
  if (!(Number.isInteger(splits) && splits >= 1))
    throw new LinkError("LINKS_INVALID_ARGUMENT", `${splits} splits: expected a whole number from 1`);
  if (protocol !== "random" && list.edges.every(({ time }) => time === null)) {
    throw new LinkError("LINKS_INVALID_ARGUMENT", `the protocol ${protocol} needs times: give dated edges`);
  }
  const vertices = list.names.length;
  const results: SplitResult[] = [];
  const failed: { split: number; reason: string }[] = [];
  for (let split = 0; split < splits; split += 1) {
    const random = seededRandom(seed + split);
    const division = splitEdges(list.edges, protocol, random);
    const outcome = evaluateSplit(vertices, division, protocol === "random", random);
    if (outcome.kind === "evaluated") results.push(outcome.result);
    else failed.push({ split, reason: outcome.reason });
  }
  const why = failed[0]?.reason ?? "";
  const figure: FigureOf = (values, reason, most) =>
    measure(values, results.length === 0 ? `no model: ${why}` : reason, most);
  return {
    graph: { vertices, edges: list.edges.length, repeated: list.repeated },
    protocol,
    seed,
    splits,
    failed,
    unseen: figure(
      results.map(({ unseen }) => unseen),
      "",
      Infinity,
    ),
    baselines: (["balanced", "prevalence"] as const).map((name) => baselineReport(name, results, figure)),
    meanReciprocalRank: figure(
      results.map(({ reciprocalRank }) => reciprocalRank),
      "no held-out edge has a non-edge at distance two beside it",
    ),
    operatingPoints: pointReports(results, figure),
    calibration: {
      brier: figure(
        results.map(({ calibration }) => calibration?.brier ?? null),
        NOT_CALIBRATED,
      ),
      ece: figure(
        results.map(({ calibration }) => calibration?.ece ?? null),
        NOT_CALIBRATED,
      ),
      bins: results[0]?.calibration?.bins ?? [],
    },
    model: results[0] === undefined ? null : modelReport(results[0]),
  };
}

const NOT_CALIBRATED =
  "the calibration window has no link or no non-link at distance two: probabilities are not calibrated";

type FigureOf = (values: readonly (number | null)[], reason: string, most?: number) => Figure;

function baselineReport(name: Baseline, results: readonly SplitResult[], figure: FigureOf): BaselineReport {
  const own = results.map(({ baselines }) => baselines[name]);
  const against = name === "balanced" ? "non-edges" : "pairs at distance two that are no edges";
  const bothClasses = `no held-out edge, or no ${against}, in the test window`;
  const curve = own[0]?.curve ?? [];
  const step = Math.ceil(curve.length / CURVE_POINTS);
  return {
    measuredAgainst: name,
    positives: figure(
      own.map(({ positives }) => positives),
      "",
      Infinity,
    ),
    negatives: figure(
      own.map(({ negatives }) => negatives),
      "",
      Infinity,
    ),
    auc: figure(
      own.map(({ auc }) => auc),
      bothClasses,
    ),
    averagePrecision: figure(
      own.map((result) => result.averagePrecision),
      bothClasses,
    ),
    precisionAt: RANKS.map((rank, at) => ({
      rank,
      precision: figure(
        own.map((result) => result.precisionAt[at]!),
        `fewer than ${rank} pairs, or one class`,
      ),
    })),
    hitsAt50: figure(
      own.map(({ hitsAt50 }) => hitsAt50),
      `fewer than 50 ${against}`,
    ),
    table: RECALLS.flatMap((recall) => {
      const reaching = curve.filter((point) => point.recall >= recall);
      if (reaching.length === 0) return [];
      const best = reaching.reduce((x, y) => (y.precision > x.precision ? y : x));
      return [{ recall, precision: best.precision, support: best.support }];
    }),
    curve: curve
      .filter((_, i) => i % step === 0 || i === curve.length - 1)
      .map(({ recall, precision }) => ({ recall, precision })),
  };
}

function pointReports(results: readonly SplitResult[], figure: FigureOf): PointReport[] {
  return (["balanced", "prevalence"] as const).flatMap((measuredAgainst) =>
    PRECISION_TARGETS.map((target) => {
      const own = results.map(({ points }) =>
        points.find((point) => point.measuredAgainst === measuredAgainst && point.target === target)!,
      );
      const empty = "no threshold of the calibration window earns this precision";
      return {
        measuredAgainst,
        target,
        earned: own.filter(({ threshold }) => threshold !== null).length,
        threshold: figure(
          own.map(({ threshold }) => threshold),
          empty,
        ),
        lowerBound: figure(
          own.map(({ lowerBound }) => lowerBound),
          empty,
        ),
        precision: figure(
          own.map(({ precision }) => precision),
          `${empty}, or nothing passes it`,
        ),
        recall: figure(
          own.map(({ recall }) => recall),
          empty,
        ),
      };
    }),
  );
}

function modelReport({ rows, fit, model, calibrated }: SplitResult): LinkEvaluation["model"] {
  return {
    intercept: fit.model.intercept,
    coefficients: explainFit(rows, fit).map((inference, j) => ({
      feature: FEATURE_NAMES[j]!,
      ...inference,
    })),
    certificate: fit.certificate,
    constant: fit.constantColumns.map((j) => FEATURE_NAMES[j]!),
    separated: fit.separated,
    calibrated,
    scoring: model,
    rows: rows.design.labels.length,
  };
}
