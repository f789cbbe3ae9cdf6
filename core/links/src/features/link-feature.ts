import type { PairColumns } from "../pairs/pair-columns.js";
import type { PairWorld } from "./pair-world.js";

/** What a reason may name beside the value of its feature. */
export interface PairFacts {
  readonly degreeA: number;
  readonly degreeB: number;
  /** MBIDs of the common neighbours with the fewest partners, at most three; among equals the lower MBID. */
  readonly sharedNeighbours: readonly string[];
  /** Genres of both, in alphabetical order. */
  readonly sharedGenres: readonly string[];
}

/** The name of an artist by MBID, or an empty text if it is not known. */
export type NameOf = (mbid: string) => string;

/**
 * What the regression sees of a value x. Counts and sums of collaboration graphs are heavy-tailed, and a fifth common
 * partner adds less than a second: ln(1 + x), or √x; of sums of small shares ln(x + 0.001), for which twice as
 * much is as much more everywhere.
 */
export type Transform = "none" | "log1p" | "sqrt" | "logShare";

/**
 * One feature of a pair of artists: how it is computed, transformed and explained. Everything that knows features takes
 * them from their entries: training, scoring, reasons, the page, exports, evaluation and documentation.
 */
export interface LinkFeature {
  /** On every topic. Another formula, rounding or transform is another feature: it needs another name. */
  readonly name: string;
  /** Heading for people. */
  readonly label: string;
  /** Formula in words, with a, b the two artists, N(a) the neighbours of a, and the edge a–b, if any, left out. */
  readonly definition: string;
  readonly unit: string;
  /** Who proposed it. */
  readonly source: string;
  /**
   * Writes the value of each pair of `pairs` to `out`, NaN where it is not known. The value is what a reader sees: it is
   * published with every candidate. It must be symmetric, and may change only for pairs with an end that `dirtyArtists`
   * of core/graph marks or of which a fact changed.
   */
  readonly values: (pairs: PairColumns, world: PairWorld, out: Float64Array) => void;
  readonly transform: Transform;
  /**
   * Whether its coefficient is held at or above zero. Features that say nearly the same would share their weight
   * arbitrarily, and some would turn negative, which no reader could explain.
   */
  readonly nonNegative: boolean;
  /** Whether the model may weigh it. Others are published for readers. */
  readonly fitted: boolean;
  /** Whether every candidate carries it, even if it adds nothing to the logit. */
  readonly alwaysPublished?: boolean;
  /** Values are whole multiples of one divided by this; none if left out. */
  readonly parts?: number;
  /** Whether it is 0 for every pair with a common neighbour. */
  readonly isApart?: boolean;
  /** Which of the costlier sums it reads. */
  readonly walk?: "threeStepPaths" | "amongCommon";
  /** The value in a sentence, for people who read a candidate. */
  readonly reason: (value: number, facts: PairFacts, nameOf: NameOf) => string;
}

/** Below this a sum of shares is as good as none; its logarithm must end somewhere. */
const LEAST_SHARE = 1e-3;

/** What the regression sees of a value; NaN of NaN. */
export function transformValue(value: number, transform: Transform): number {
  switch (transform) {
    case "log1p":
      return Math.log1p(value);
    case "sqrt":
      return Math.sqrt(value);
    case "logShare":
      return Math.log(value + LEAST_SHARE);
    case "none":
      return value;
  }
}
