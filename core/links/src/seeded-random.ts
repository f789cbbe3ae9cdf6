import { mix32 } from "@interlude/core-numerics";

/** Numbers that look random and are the same for the same seed. */
export interface SeededRandom {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from 0 to bound - 1. */
  below(bound: number): number;
  /** A copy in random order (Fisher & Yates). */
  shuffled<T>(items: readonly T[]): T[];
}

/** A hash of a counter, started at a hash of the seed. */
export function seededRandom(seed: number): SeededRandom {
  let state = mix32(seed ^ 0x51ed270b);
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    return (mix32(state) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    next,
    below,
    shuffled: (items) => {
      const result = [...items];
      for (let i = result.length - 1; i > 0; i -= 1) {
        const j = below(i + 1);
        [result[i], result[j]] = [result[j]!, result[i]!];
      }
      return result;
    },
  };
}
