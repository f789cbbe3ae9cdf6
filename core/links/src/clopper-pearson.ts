import { LinkError } from "./errors.js";

/** Coefficients of Lanczos' approximation of ln Γ for g = 7, n = 9 (Godfrey 2001). */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function logGamma(x: number): number {
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i += 1) sum += LANCZOS[i]! / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * The regularised incomplete beta function I_x(a, b), by Lentz' evaluation of its continued fraction (DLMF
 * 8.17.22), for a, b > 0 and 0 ≤ x ≤ 1.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast only left of the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return (front / a) * betaFraction(x, a, b);
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1), tiny);
  let value = d;
  for (let m = 1; m <= 10_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / guard(1 + term * d, tiny);
      c = guard(1 + term / c, tiny);
      change = d * c;
      value *= change;
    }
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return value;
}

function guard(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/**
 * The one-sided lower confidence bound of a share after `successes` in `trials` (Clopper & Pearson 1934): the
 * share under which as many successes or more would have the probability 1 − confidence. 0 when there is no
 * success or no trial.
 * @throws LinkError `LINKS_INVALID_ARGUMENT` for counts that are none or a confidence outside (0, 1)
 */
export function clopperPearsonLower(successes: number, trials: number, confidence = 0.95): number {
  checkCounts(successes, trials, confidence);
  if (successes === 0) return 0;
  // P(X ≥ successes | share) = I_share(successes, trials − successes + 1) rises with the share: bisect it.
  let low = 0;
  let high = successes / trials;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (tailProbability(successes, trials, middle) < 1 - confidence) low = middle;
    else high = middle;
  }
  return low;
}

/** Whether `clopperPearsonLower(successes, trials, confidence)` is at least `share`, without bisecting. */
export function lowerBoundReaches(
  share: number,
  successes: number,
  trials: number,
  confidence = 0.95,
): boolean {
  checkCounts(successes, trials, confidence);
  if (trials === 0 || successes / trials < share) return false;
  return tailProbability(successes, trials, share) <= 1 - confidence;
}

function tailProbability(successes: number, trials: number, share: number): number {
  return incompleteBeta(share, successes, trials - successes + 1);
}

function checkCounts(successes: number, trials: number, confidence: number): void {
  const counts = Number.isInteger(successes) && Number.isInteger(trials);
  if (counts && successes >= 0 && successes <= trials && confidence > 0 && confidence < 1) return;
  throw new LinkError(
    "LINKS_INVALID_ARGUMENT",
    `no confidence bound for ${successes} successes in ${trials} trials at confidence ${confidence}`,
  );
}
