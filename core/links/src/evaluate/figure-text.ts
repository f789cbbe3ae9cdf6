import type { CoefficientInference } from "../logistic-inference.js";
import type { Figure } from "./measures.js";

/** A share in percent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}

/** A figure with its interval, or the reason why there is none. */
export function figureText(figure: Figure, text: (value: number) => string = percent): string {
  if ("unavailable" in figure) return `cannot be computed: ${figure.unavailable}`;
  const { mean, low, high } = figure;
  return low === null || high === null ? text(mean) : `${text(mean)} (${text(low)} to ${text(high)})`;
}

/** An odds ratio with its interval. */
export function odds(ratio: CoefficientInference["oddsRatio"]): string {
  if (ratio === null) return "";
  return `${ratio.value.toFixed(2)} (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`;
}
