import type { Recency } from "./recency.js";

/** What enumerating two-hop pairs counts about a pair: all that the graph says without time. */
export interface PairCounts {
  /** Artists who recorded with both. */
  readonly commonNeighbours: number;
  /** Σ 1/ln(degree) over the common neighbours (Adamic & Adar 2003), each term a multiple of 2^-36. */
  readonly adamicAdar: number;
  /** degree(a) × degree(b) (Barabási & Albert 1999; Liben-Nowell & Kleinberg 2007). */
  readonly preferentialAttachment: number;
}

/** What features are computed from: a pair (ids), its counts and the state of the graph that it is seen in. */
export interface PairInput {
  readonly a: number;
  readonly b: number;
  readonly counts: PairCounts;
  readonly recency: Recency;
}

/** What a reason may name beside the value of its feature. */
export interface PairFacts {
  readonly degreeA: number;
  readonly degreeB: number;
  /** MBIDs of the common neighbours with the fewest partners, at most three; among equals the lower MBID. */
  readonly sharedNeighbours: readonly string[];
}

/** The name of an artist by MBID, or an empty text if it is not known. */
export type NameOf = (mbid: string) => string;

/** One input of the link model: how it is computed, transformed and explained. */
export interface LinkFeature {
  /** On every topic. Another formula, rounding or transform is another feature: it needs another name. */
  readonly name: string;
  /** Heading for people. */
  readonly label: string;
  /** Published with every model. */
  readonly description: string;
  /**
   * The value as a reader sees it: the model is trained on it, and it is published with every candidate. It must not
   * depend on the order of the pair, and may change only for pairs with an end that `dirtyArtists` of core/graph marks.
   */
  readonly value: (pair: PairInput) => number;
  /**
   * What the regression sees of a value x: ln(1 + x) or √x. Counts of collaboration graphs are heavy-tailed, and a
   * fifth common partner adds less than a second: logarithms. Time is counted from the model's date, and a logarithm
   * would make too much of the pairs that were active since: a root.
   */
  readonly transform: "log1p" | "sqrt";
  /**
   * Whether its coefficient is held at or above zero. Common neighbours and Adamic–Adar are nearly collinear, and a
   * fit that is free to choose would give one of them a negative weight, which no reader could explain.
   */
  readonly nonNegative: boolean;
  /** The value in a sentence, for people who read a candidate. */
  readonly reason: (value: number, facts: PairFacts, nameOf: NameOf) => string;
}
