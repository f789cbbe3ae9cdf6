import { meanRanks } from "./ranks.js";

/**
 * Area under the ROC curve: the probability that a row of label 1 scores above one of label 0, ties counting half
 * (Mann & Whitney 1947). NaN where a label has no rows.
 */
export function rocAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const ranks = meanRanks(scores);
  let positives = 0;
  let rankSum = 0;
  for (let row = 0; row < scores.length; row++) {
    if (labels[row] !== 1) continue;
    positives++;
    rankSum += ranks[row]!;
  }
  const negatives = scores.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
