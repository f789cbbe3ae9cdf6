/** What a sweep counts about a pair of artists: all that the graph says without time. */
export interface PairCounts {
  /** Artists who recorded with both. */
  readonly commonNeighbours: number;
  /** Σ 1/ln(degree) over the common neighbours (Adamic & Adar 2003), each term a multiple of 2^-36. */
  readonly adamicAdar: number;
  /** degree(a) × degree(b) (Barabási & Albert 1999; Liben-Nowell & Kleinberg 2007). */
  readonly preferentialAttachment: number;
}

/** What the model looks at. */
export interface PairFeatures extends PairCounts {
  /**
   * How long ago the quieter of the two last began a collaboration, in MusicBrainz recording row ids before the
   * model's date; 0 for a pair who both began one since.
   */
  readonly inactivity: number;
}

/** One input of the link model. */
export interface LinkFeature {
  readonly name: keyof PairFeatures;
  /** For people who read a candidate's reasons. */
  readonly description: string;
  /** What the regression sees of a value x: ln(1 + x) or √x. */
  readonly transform: "log1p" | "sqrt";
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
    transform: "log1p",
    evidence: true,
  },
  {
    name: "adamicAdar",
    description:
      "the same artists, each counting for more the fewer partners it has: a shared duo partner says more than a shared session musician (logarithm of one plus the Adamic–Adar sum)",
    transform: "log1p",
    evidence: true,
  },
  {
    name: "preferentialAttachment",
    description:
      "how many partners the two have between them, multiplied: busy artists meet more people by chance (logarithm of one plus the product)",
    transform: "log1p",
    evidence: false,
  },
  {
    name: "inactivity",
    description:
      "how long ago the quieter of the two last began a collaboration, counted in recordings entered since (square root)",
    transform: "sqrt",
    evidence: false,
  },
];

/** Length of a feature vector. */
export const FEATURE_COUNT = LINK_FEATURES.length;

/**
 * The features as a reader sees them: Adamic–Adar to two decimals. The model is trained on these and a candidate is
 * published with these, so anybody can recompute it by hand; and a busy artist's next partner, which moves the
 * term of a common neighbour by some thousandths, does not republish every pair around it.
 */
export function readableFeatures(features: PairFeatures): PairFeatures {
  return { ...features, adamicAdar: hundredths(features.adamicAdar) };
}

/** What the regression sees of a feature's value. */
export function transformed({ transform }: LinkFeature, value: number): number {
  return transform === "log1p" ? Math.log1p(value) : Math.sqrt(value);
}

/**
 * Writes the feature vector of a pair to `out[offset …]`: each readable feature, transformed. Counts of
 * collaboration graphs are heavy-tailed, and a fifth common partner adds less than a second: logarithms. Time is
 * counted from the model's date, and a logarithm would make too much of the pairs who were active since: a root.
 */
export function writeLinkFeatures(features: PairFeatures, out: Float64Array, offset = 0): Float64Array {
  // Spelt out instead of looked up by name: this runs for every pair of the graph. A test holds the order.
  out[offset] = Math.log1p(features.commonNeighbours);
  out[offset + 1] = Math.log1p(hundredths(features.adamicAdar));
  out[offset + 2] = Math.log1p(features.preferentialAttachment);
  out[offset + 3] = Math.sqrt(features.inactivity);
  return out;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
