/** What a sweep counts about a pair of artists. */
export interface PairCounts {
  /** Artists who recorded with both. */
  readonly commonNeighbours: number;
  /** Σ 1/ln(degree) over the common neighbours (Adamic & Adar 2003), each term a multiple of 2^-36. */
  readonly adamicAdar: number;
  /** degree(a) × degree(b) (Barabási & Albert 1999; Liben-Nowell & Kleinberg 2007). */
  readonly preferentialAttachment: number;
}

/** One input of the link model. */
export interface LinkFeature {
  readonly name: keyof PairCounts;
  /** For people who read a candidate's reasons. */
  readonly description: string;
  /**
   * Evidence can only speak for a link. Common neighbours and Adamic–Adar are nearly collinear, and a fit
   * that is free to choose would give one of them a negative weight, which no reader could explain.
   */
  readonly evidence: boolean;
}

/** The inputs of the link model, in the order of every feature vector. */
export const LINK_FEATURES: readonly LinkFeature[] = [
  {
    name: "commonNeighbours",
    description: "how many artists have recorded with both (logarithm of one plus the number)",
    evidence: true,
  },
  {
    name: "adamicAdar",
    description:
      "the same artists, each counting for more the fewer partners it has: a shared duo partner says more than a shared session musician (logarithm of one plus the Adamic–Adar sum)",
    evidence: true,
  },
  {
    name: "preferentialAttachment",
    description:
      "how many partners the two have between them, multiplied: busy artists meet more people by chance (logarithm of one plus the product)",
    evidence: false,
  },
];

/** Length of a feature vector. */
export const FEATURE_COUNT = LINK_FEATURES.length;

/**
 * The counts as a reader sees them: Adamic–Adar to two decimals. The model is trained on these and a candidate is
 * published with these, so anybody can recompute it by hand; and a busy artist's next partner, which moves the
 * term of a common neighbour by some thousandths, does not republish every pair around it.
 */
export function readableCounts(counts: PairCounts): PairCounts {
  return {
    commonNeighbours: counts.commonNeighbours,
    adamicAdar: Math.round(counts.adamicAdar * 100) / 100,
    preferentialAttachment: counts.preferentialAttachment,
  };
}

/**
 * Writes the feature vector of a pair to `out[offset …]`: ln(1 + x) of each readable count. Counts of
 * collaboration graphs are heavy-tailed, and a fifth common partner adds less than a second.
 */
export function writeLinkFeatures(counts: PairCounts, out: Float64Array, offset = 0): Float64Array {
  const readable = readableCounts(counts);
  for (let f = 0; f < FEATURE_COUNT; f += 1) out[offset + f] = Math.log1p(readable[LINK_FEATURES[f]!.name]);
  return out;
}
