/**
 * The losses that trees are boosted for, on scores of `outputs` numbers a row: with one output the log-odds of class 1
 * of two, else the logits of a softmax over as many classes.
 */

/** Scores before the first tree: log-odds of class 1, or the centred logs of the classes' shares. */
export function firstScores(labels: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]!++;
  // A class without rows keeps a finite score.
  const logs = counts.map((count) => Math.log(Math.max(count, 0.5) / labels.length));
  if (classes === 2) return Float64Array.of(logs[1]! - logs[0]!);
  const mean = logs.reduce((sum, log) => sum + log, 0) / classes;
  return logs.map((log) => log - mean);
}

/** Probabilities of `outputs` numbers a row: of class 1, or of each class. */
export function probabilitiesOf(scores: Float64Array, outputs: number): Float64Array {
  if (outputs === 1) return scores.map((score) => 1 / (1 + Math.exp(-score)));
  const probabilities = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += outputs) {
    const own = scores.subarray(start, start + outputs);
    const most = own.reduce((a, b) => Math.max(a, b), -Infinity);
    let sum = 0;
    for (let k = 0; k < outputs; k++) sum += probabilities[start + k] = Math.exp(own[k]! - most);
    for (let k = 0; k < outputs; k++) probabilities[start + k]! /= sum;
  }
  return probabilities;
}

/** Mean negative log-likelihood of the labels, in nats. */
export function meanLogLoss(scores: Float64Array, labels: Int32Array, outputs: number): number {
  const probabilities = probabilitiesOf(scores, outputs);
  let loss = 0;
  for (const [row, label] of labels.entries()) {
    const own = probabilities[row * outputs + (outputs === 1 ? 0 : label)]!;
    loss -= Math.log(Math.max(outputs === 1 && label === 0 ? 1 - own : own, 1e-300));
  }
  return loss / labels.length;
}
