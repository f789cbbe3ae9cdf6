import { mix32 } from "@interlude/core-numerics";
import type { EpochInput } from "./epoch-inputs.js";

/** Epochs over so many artists, all in the catalogue from the first on: pairs come, change and go, the same at each call. */
export function mixedEpochs(size: { artists: number; epochs: number; pairs: number }): EpochInput[] {
  return Array.from({ length: size.epochs }, (_, epoch) => ({
    artists: Array.from({ length: epoch === 0 ? size.artists : 0 }, (_row, n) => ({
      n,
      name: `artist ${n}`,
      popularity: n,
    })),
    pairs: Array.from({ length: size.pairs }, (_row, n) => {
      const drawn = mix32(epoch * 1_000 + n);
      const [one, other] = [drawn % size.artists, (drawn >>> 8) % (size.artists - 1)];
      const another = other < one ? other : other + 1;
      return { a: Math.min(one, another), b: Math.max(one, another), weight: (drawn >>> 16) % 4 };
    }),
    fault: "none",
  }));
}
