import type { LinkFeature } from "./link-feature.js";
import { roundTo } from "./rounding.js";

/** Features of how alike the surroundings of the two are. */
export const SIMILARITY_FEATURES = [
  {
    name: "embeddingCosine",
    label: "Cosine of embeddings",
    definition:
      "cosine of the two artists' embeddings (random projection of two hops, core/graph), to three decimals",
    unit: "none, -1 to 1",
    source: "FastRP (Chen et al. 2019)",
    values: ({ artist, count, others }, { cosine }, out) => {
      for (let i = 0; i < count; i += 1) {
        out[i] = cosine === null ? Number.NaN : roundTo(cosine(artist, others[i]!), 1e3);
      }
    },
    transform: "none",
    nonNegative: true,
    // It projects the very paths that other features count exactly, costs more than all of them, and adds nothing to them.
    fitted: false,
    alwaysPublished: true,
    reason: (cosine) => `surroundings with a cosine of ${cosine.toFixed(2)} (1: alike)`,
  },
] as const satisfies readonly LinkFeature[];
