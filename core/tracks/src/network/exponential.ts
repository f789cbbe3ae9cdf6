const { fround } = Math;
const LOG2_E = fround(1 / Math.LN2);
// ln 2 in two parts: the first has few enough bits that its multiples by k are exact.
const LN2_HIGH = 0.693359375;
const LN2_LOW = fround(Math.LN2 - LN2_HIGH);
/** Adding and taking it away again rounds a float32 to the nearest integer, halves to even. */
const ROUNDING = 12_582_912;
/** Coefficients of the Taylor series of exp, from 1/7! down to 1: on |r| ≤ ln 2 / 2 the next term is 2e-9. */
const TAYLOR = [5040, 720, 120, 24, 6, 2, 1, 1].map((factorial) => fround(1 / factorial));
/** exp neither overflows nor becomes subnormal within. */
const LIMIT = 87;

/** The constants, for the module that computes the same in WebAssembly. */
export const EXPONENTIAL = { LOG2_E, LN2_HIGH, LN2_LOW, ROUNDING, TAYLOR, LIMIT } as const;

const bits = new Int32Array(1);
const power = new Float32Array(bits.buffer);

/**
 * exp(x) in float32 to about one part in 10⁷, of x clipped to ±87. Additions and multiplications of float32 only, in a
 * fixed order: equal on every machine, which `Math.exp` need not be. exp(x) = 2ᵏ exp(r), r = x − k ln 2.
 */
export function exponential(x: number): number {
  const clipped = Math.min(Math.max(fround(x), -LIMIT), LIMIT);
  const k = fround(fround(fround(clipped * LOG2_E) + ROUNDING) - ROUNDING);
  const r = fround(fround(clipped - fround(k * LN2_HIGH)) - fround(k * LN2_LOW));
  let sum = TAYLOR[0]!;
  for (let i = 1; i < TAYLOR.length; i++) sum = fround(fround(sum * r) + TAYLOR[i]!);
  bits[0] = (k + 127) << 23;
  return fround(sum * power[0]!);
}
