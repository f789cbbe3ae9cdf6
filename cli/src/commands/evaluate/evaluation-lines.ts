import { type LinkEvaluation, figureText } from "@interlude/core-links";

/** An evaluation in lines for people. */
export function evaluationLines(evaluation: LinkEvaluation): string[] {
  const { graph, protocol, splits, failed, baselines, operatingPoints, calibration, model } = evaluation;
  return [
    `${graph.vertices} vertices, ${graph.edges} edges; protocol ${protocol}, ${splits} splits`,
    ...failed.map(({ split, reason }) => `split ${split} gave no model: ${reason}`),
    ...baselines.flatMap(({ measuredAgainst, auc, averagePrecision, hitsAt50, precisionAt }) => [
      `${measuredAgainst}: AUC ${figureText(auc)}`,
      `${measuredAgainst}: average precision ${figureText(averagePrecision)}`,
      `${measuredAgainst}: Hits@50 ${figureText(hitsAt50)}`,
      ...precisionAt.map(
        ({ rank, precision }) =>
          `${measuredAgainst}: precision of the first ${rank} ${figureText(precision)}`,
      ),
    ]),
    `mean reciprocal rank among hard negatives ${figureText(evaluation.meanReciprocalRank)}`,
    ...operatingPoints.map(
      ({ measuredAgainst, target, earned, precision, recall }) =>
        `${measuredAgainst} ${target}: earned in ${earned} of ${splits} splits; precision ${figureText(precision)}, recall ${figureText(recall)}`,
    ),
    `Brier score ${figureText(calibration.brier)}, expected calibration error ${figureText(calibration.ece)}`,
    ...(model?.coefficients.map(
      ({ feature, coefficient }) => `${feature}: ${coefficient.toFixed(3)} log-odds a standard deviation`,
    ) ?? []),
  ];
}
