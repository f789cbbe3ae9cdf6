import {
  type PlotPoint,
  escapeHtml as escape,
  htmlPage,
  htmlTable as table,
  plot,
} from "@interlude/core-html";
import { MODEL_FEATURES } from "../features/link-features.js";
import type { LinkEvaluation } from "./evaluate-links.js";
import { figureText, odds, percent } from "./figure-text.js";

/** An evaluation as one HTML page that loads nothing: tables, and curves as inline SVG. */
export function htmlReport(evaluation: LinkEvaluation, title: string): string {
  const { graph, protocol, splits, failed, baselines, calibration } = evaluation;
  const curves = baselines.map(({ measuredAgainst, curve }) =>
    plot(`Precision by recall, ${measuredAgainst} (first split)`, "recall", "precision", {
      line: curve.map(({ recall, precision }): PlotPoint => ({ x: recall, y: precision })),
    }),
  );
  const reliability = plot(
    "Reliability (first split, pairs at distance two)",
    "probability",
    "share of links",
    {
      line: [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
      points: calibration.bins.map(({ meanProbability, observed, low, high }) => ({
        x: meanProbability,
        y: observed,
        low,
        high,
      })),
    },
  );
  const sections = [
    `<h1>Link prediction on ${escape(title)}</h1>`,
    `<p>${graph.vertices} vertices, ${graph.edges} edges. Protocol ${protocol}, ${splits} splits, seed ${evaluation.seed}. Figures are means over the splits with the 95% interval of the mean. <em>balanced</em>: one random non-edge a held-out edge. <em>prevalence</em>: all pairs at distance two.</p>`,
    ...failed.map(({ split, reason }) => `<p>Split ${split} gave no model: ${escape(reason)}</p>`),
    "<h2>Ranking</h2>",
    table(["figure", "balanced", "prevalence"], rankingRows(evaluation)),
    `<p>Mean reciprocal rank among hard negatives: ${escape(figureText(evaluation.meanReciprocalRank))}. Held-out edges with an end that the past has not seen: ${escape(figureText(evaluation.unseen, String))}.</p>`,
    curves.join(""),
    "<h2>Precision by recall (first split)</h2>",
    ...baselines.map(({ measuredAgainst, table: rows }) =>
      table(
        [`recall, ${measuredAgainst}`, "precision", "pairs predicted"],
        rows.map(({ recall, precision, support }) => [percent(recall), percent(precision), String(support)]),
      ),
    ),
    "<h2>Operating points</h2>",
    "<p>The laxest threshold whose one-sided 95% Clopper–Pearson lower bound of precision on the calibration window reaches the target; precision and recall are of the untouched test window.</p>",
    table(
      ["point", "splits that earn it", "threshold", "lower bound", "precision", "recall"],
      pointRows(evaluation),
    ),
    "<h2>Calibration</h2>",
    `<p>Brier score ${escape(figureText(calibration.brier, fine))}, expected calibration error ${escape(figureText(calibration.ece, fine))}.</p>`,
    reliability,
    "<h2>Model of the first split</h2>",
    ...modelSections(evaluation),
  ];
  return htmlPage(`Link prediction on ${title}`, sections);
}

function rankingRows({ baselines }: LinkEvaluation): string[][] {
  const [balanced, prevalence] = baselines as [(typeof baselines)[number], (typeof baselines)[number]];
  return [
    ["AUC", figureText(balanced.auc), figureText(prevalence.auc)],
    ["Average precision", figureText(balanced.averagePrecision), figureText(prevalence.averagePrecision)],
    ["Hits@50", figureText(balanced.hitsAt50), figureText(prevalence.hitsAt50)],
    ...balanced.precisionAt.map(({ rank, precision }, at) => [
      `Precision of the first ${rank}`,
      figureText(precision),
      figureText(prevalence.precisionAt[at]!.precision),
    ]),
  ];
}

function pointRows({ operatingPoints, splits }: LinkEvaluation): string[][] {
  return operatingPoints.map(
    ({ measuredAgainst, target, earned, threshold, lowerBound, precision, recall }) => [
      `${measuredAgainst} ${target}`,
      `${earned} of ${splits}`,
      figureText(threshold, fine),
      figureText(lowerBound),
      figureText(precision),
      figureText(recall),
    ],
  );
}

function modelSections({ model }: LinkEvaluation): string[] {
  if (model === null) return ["<p>There is none.</p>"];
  const { certificate, constant, separated, calibrated, rows } = model;
  const remarks = [
    `${rows} rows; ${certificate.steps} Newton steps, gradient ${certificate.gradientNorm.toExponential(1)} a row, decrement ${certificate.decrement.toExponential(1)} nats.`,
    constant.length > 0 ? `Constant columns: ${constant.join(", ")}.` : "",
    separated ? "The classes are perfectly separated: the size of the coefficients is the ridge's." : "",
    calibrated ? "" : "Its probabilities are not calibrated.",
  ];
  return [
    `<p>${escape(remarks.join(" "))}</p>`,
    table(
      [
        "feature",
        "definition",
        "coefficient",
        "error",
        "error over artists",
        "odds ratio a deviation",
        "variance inflation",
      ],
      model.coefficients.map((one, j) => [
        MODEL_FEATURES[j]!.label,
        MODEL_FEATURES[j]!.definition,
        fine(one.coefficient),
        one.standardError === null ? "held at zero" : fine(one.standardError),
        one.bootstrapError === null ? "" : fine(one.bootstrapError),
        odds(one.oddsRatio),
        one.varianceInflation === null ? "" : one.varianceInflation.toFixed(1),
      ]),
    ),
  ];
}

function fine(value: number): string {
  return value.toFixed(4);
}
